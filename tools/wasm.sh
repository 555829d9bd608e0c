#!/usr/bin/env bash
# Checks that the types build for wasm32-unknown-unknown, if that target can be had.
set -euo pipefail
cd "$(dirname "$0")/.."

target=wasm32-unknown-unknown
if ! rustup target list --installed | grep -qx "$target" && ! rustup target add "$target"; then
    echo "wasm: $target is not installable here, so the check is left out"
    exit 0
fi
cargo check -p wazzup-wire -p wazzup-types -p wazzup-whatsapp-types --target "$target" --all-features
