#!/usr/bin/env bash
# Runs unmodified peer packages against the emulator, each as a client of it and as a receiver of its
# webhooks. Needs Python 3.10+ and PyPI, once; makes its own virtual environment under target/.
#
#   WAZZUP_BIN      the program whose `emulator --listen 127.0.0.1:0` is tested;
#                   default: wazzup-cli, built here
#   PEERS_TIMEOUT   seconds for all tests together, 600 by default
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
venv=$target/peers-venv
limit=${PEERS_TIMEOUT:-600}

stamp=$venv/.installed-$(sha256sum "$here/requirements.txt" | cut -c1-16)
if [[ ! -e $stamp ]]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$stamp"
fi

# Prism, which validates by Meta's OpenAPI description, where that lies beside the project.
description=${OPENAPI_DESCRIPTION:-$root/../shared/reference/business-messaging-api_v23.0.yaml}
prism=
if [[ -f $description ]]; then
  command -v npm >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq nodejs npm; } >/dev/null
  prism=$target/peers-prism/node_modules/.bin/prism
  [[ -x $prism ]] || npm install --silent --no-audit --no-fund --prefix "$target/peers-prism" @stoplight/prism-cli@5.14.2
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p integration-tests --example whatsapp_calls
else
  echo "peers: $description is not here, so calls are not validated by it"
fi
cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p wazzup-whatsapp-webhooks --features flows --example flow_crypto_tool

if [[ -n ${WAZZUP_BIN:-} ]]; then
  command=("$WAZZUP_BIN" emulator --listen 127.0.0.1:0)
else
  cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p wazzup-cli
  command=("$target/debug/wazzup" emulator --listen 127.0.0.1:0)
fi

work=$(mktemp -d)
emulator=
stop() {
  if [[ -n $emulator ]]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT

"${command[@]}" >"$work/stdout" 2>"$work/stderr" &
emulator=$!

url=
for _ in $(seq 100); do
  url=$(sed -n '1s/^emulator ready on //p' "$work/stdout")
  [[ -n $url ]] && break
  kill -0 "$emulator" 2>/dev/null || break
  sleep 0.1
done
if [[ -z $url ]]; then
  echo "the emulator did not say where it listens: ${command[*]}" >&2
  cat "$work/stdout" "$work/stderr" >&2
  exit 1
fi

PYTHONDONTWRITEBYTECODE=1 EMULATOR_URL=$url OPENAPI_DESCRIPTION=$description PRISM=$prism timeout --kill-after=10 "$limit" \
  "$venv/bin/python" -m pytest -c "$here/pytest.ini" -p no:cacheprovider -q "$here" "$@"
