# The project's tasks. `.ci/run` calls these, so what passes here passes there.

set shell := ["bash", "-euo", "pipefail", "-c"]

# What runs when nothing is named: the list.
default:
    @just --list

# Everything a change must pass, cheapest first.
ci: fmt lint test doc deny features alone wasm footprint examples package fuzz-check peers

# Formatting.
fmt:
    cargo fmt --all --check

# Lints of every target with every feature.
lint:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# The test command of the README.
test:
    cargo test --workspace

# Rustdoc without a warning.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Advisories, licences, bans (and with them the dependency arrows), sources.
deny:
    tools/deny.sh

# Each feature of each published crate by itself.
features:
    cargo hack check --workspace --each-feature --no-dev-deps --exclude examples --exclude benches --exclude integration-tests --exclude facade-tests --exclude compile-fail-tests

# Each published crate alone, without the features that its neighbours switch on.
alone:
    tools/alone.sh

# The types without an operating system.
wasm:
    tools/wasm.sh

# How many packages each kind of user gets; fails above the promised numbers.
footprint:
    tools/footprint.sh

# Every example against the emulator.
examples:
    tools/examples.sh

# Every published crate as crates.io would get it.
package:
    tools/package.sh

# The Python package wazzup-pysdk as a client of the emulator.
peers:
    tests/peers/run.sh

# Benchmarks beside their floors.
bench:
    cargo bench --workspace

# That the fuzz targets, which stand outside of the workspace, still build.
fuzz-check:
    cargo check --manifest-path fuzz/Cargo.toml

# Each fuzz target for SECONDS.
fuzz SECONDS="60":
    tools/fuzz.sh {{SECONDS}}
