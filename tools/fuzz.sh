#!/usr/bin/env bash
# Runs each fuzz target for so many seconds, or those that are named: fuzz.sh [SECONDS [TARGET...]].
# Needs cargo-fuzz (cargo install cargo-fuzz).
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
targets=("${@:2}")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cargo fuzz list)
fi
# The sanitizer flags are nightly's; this lets the stable compiler take them.
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
    seeds=fuzz/seeds/$target
    dictionary=
    case $target in
    webhook_body | webhook_request | api_error_body) dictionary=fuzz/webhook.dict ;;
    whatsapp_webhook_body) seeds=crates/wazzup-whatsapp-types/tests/fixtures ;;
    esac
    # What is found goes to the first directory; another one is read only.
    inputs=("fuzz/corpus/$target")
    mkdir -p "${inputs[0]}"
    if [ -d "$seeds" ]; then inputs+=("$seeds"); fi
    options=("-max_total_time=$seconds" -rss_limit_mb=2048)
    if [ -n "$dictionary" ]; then options+=("-dict=$dictionary"); fi
    echo "fuzz: $target for $seconds s"
    cargo fuzz run "$target" "${inputs[@]}" --sanitizer none -- "${options[@]}"
done
