#!/usr/bin/env bash
# Builds each published crate by itself, with its default features and with none: a workspace
# build would hide a missing feature behind a neighbour's.
set -euo pipefail
cd "$(dirname "$0")/.."

for manifest in crates/*/Cargo.toml; do
    crate=$(basename "$(dirname "$manifest")")
    echo "alone: $crate"
    cargo check -q -p "$crate"
    cargo check -q -p "$crate" --no-default-features
done
