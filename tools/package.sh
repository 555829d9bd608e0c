#!/usr/bin/env bash
# Packages every crate and builds it from its archive, as crates.io would get it.
#
# Cargo takes our crates from a registry of its own making here, and takes what stands in a registry
# for unchangeable: with the version unchanged it would build against what it unpacked and compiled
# the last time. So both are thrown away first.
set -euo pipefail
cd "$(dirname "$0")/.."

sources=${CARGO_HOME:-$HOME/.cargo}/registry/src
target=${CARGO_TARGET_DIR:-target}/verify
# Registries of a path, not of a host, have a name that starts with a dash.
find "$sources" -mindepth 1 -maxdepth 1 -type d -name '-*' -exec rm -rf -- {} + 2>/dev/null || true
rm -rf "$target/package" "$target"/debug/.fingerprint/{wazzup-*,benches-*,examples-*,*-tests-*}
exec cargo package --workspace --allow-dirty --target-dir "$target"
