#!/usr/bin/env bash
# Runs the crypto of flows against Python's `cryptography`. Needs Python 3.9+, openssl, and PyPI once;
# makes its own virtual environment under target/.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
venv=${CARGO_TARGET_DIR:-$root/target}/flow-crypto-venv

stamp=$venv/.installed-$(sha256sum "$here/requirements.txt" | cut -c1-16)
if [[ ! -e $stamp ]]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$stamp"
fi

PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -m pytest -p no:cacheprovider -q \
  --rootdir "$here" -c /dev/null "$here" "$@"
