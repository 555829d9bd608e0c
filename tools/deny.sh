#!/usr/bin/env bash
# cargo deny with all four checks. Where a copy of the advisory database lies beside the
# project it is used offline; elsewhere cargo-deny fetches the database itself.
set -euo pipefail
cd "$(dirname "$0")/.."

archive=../shared/data/advisory-db.tar.gz
if [ ! -f "$archive" ]; then
    exec cargo deny check
fi

# cargo-deny looks for this name below its db-path: the default URL with its hash.
home=${CARGO_HOME:-$HOME/.cargo}
database=$home/advisory-dbs/advisory-db-3157b0e258782691
if [ ! -d "$database/.git" ]; then
    rm -rf "$database"
    mkdir -p "$database"
    tar -xzf "$archive" -C "$database" --no-same-owner
    # The archive may or may not hold one folder on top.
    if [ ! -d "$database/crates" ]; then
        top=$(find "$database" -mindepth 1 -maxdepth 1 -type d | head -n 1)
        (cd "$top" && tar -cf - .) | tar -xf - -C "$database"
        rm -rf "$top"
    fi
    git -C "$database" init -q
    git -C "$database" add -A
    git -C "$database" -c user.name=ci -c user.email=ci@localhost commit -q -m "Advisory database"
fi
cargo fetch --locked
exec cargo deny --offline check
