#!/usr/bin/env bash
# Runs every example to its end. Each brings its own emulator and must exit by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}

cargo build -q -p examples --examples
for source in examples/examples/*.rs; do
    name=$(basename "$source" .rs)
    echo "example: $name"
    timeout 60 cargo run -q -p examples --example "$name" > "$target/example-$name.log" 2>&1 || {
        echo "example $name failed:"
        cat "$target/example-$name.log"
        exit 1
    }
done
