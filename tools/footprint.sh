#!/usr/bin/env bash
# Counts the packages that each kind of user builds, itself included, and fails above the limits.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
count() { # what, limit (0: none), cargo tree arguments
    local what=$1 limit=$2
    shift 2
    local packages
    packages=$(cargo tree -e normal --prefix none --no-dedupe --locked "$@" | awk '{print $1, $2}' | sort -u)
    local number
    number=$(wc -l <<<"$packages")
    if [ "$limit" -gt 0 ]; then
        printf '%-46s %4d packages (at most %d)\n' "$what" "$number" "$limit"
        [ "$number" -le "$limit" ] || { echo "  too many"; status=1; }
    else
        printf '%-46s %4d packages\n' "$what" "$number"
    fi
    if grep -Eq '^(openssl|openssl-sys|native-tls) ' <<<"$packages"; then
        echo "  brings OpenSSL"
        status=1
    fi
}

count "types alone" 20 -p wazzup-types
count "client with TLS" 90 -p wazzup-api
count "client without TLS" 70 -p wazzup-api --no-default-features
count "WhatsApp types alone" 20 -p wazzup-whatsapp-types
count "WhatsApp client with TLS" 90 -p wazzup-whatsapp-api
count "WhatsApp client without TLS" 75 -p wazzup-whatsapp-api --no-default-features
count "webhooks without a server" 0 -p wazzup-webhooks
count "WhatsApp webhooks without a server" 0 -p wazzup-whatsapp-webhooks
count "listener" 0 -p wazzup-listener
count "facade, default features" 0 -p wazzup-sdk
count "facade, client only, with TLS" 90 -p wazzup-sdk --no-default-features --features client,tls-aws-lc,roots-webpki
count "facade, client only, without TLS" 70 -p wazzup-sdk --no-default-features --features client
count "facade with WhatsApp" 0 -p wazzup-sdk --features whatsapp
count "emulator" 0 -p wazzup-emulator
count "command" 0 -p wazzup-cli
exit "$status"
