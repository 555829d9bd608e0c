"""Writes crates/wazzup-whatsapp-webhooks/tests/vectors/signature.json with Python's own hmac.

A body is `text` repeated `times` times, in UTF-8; `headers` are all values of X-Hub-Signature-256.
"""

import hashlib
import hmac
import json
import pathlib

OUT = pathlib.Path(__file__).parents[3] / "crates/wazzup-whatsapp-webhooks/tests/vectors"
SECRET = "2f6a1c0d9b8e7f50413223140596a7b8"


def mac(secret: str, body: str, algorithm=hashlib.sha256) -> str:
    return hmac.new(secret.encode(), body.encode(), algorithm).hexdigest()


def case(name, text, verdict, headers=None, times=1, secret=SECRET):
    if headers is None:
        headers = ["sha256=" + mac(secret, text * times)]
    return {
        "name": name,
        "secret": secret,
        "text": text,
        "times": times,
        "headers": headers,
        "verdict": verdict,
    }


def main() -> None:
    body = '{"object":"whatsapp_business_account","entry":[]}'
    right = mac(SECRET, body)
    prefixed = "sha256=" + right
    cases = [
        case("plain", body, "Authentic"),
        case("empty body", "", "Authentic"),
        case("rfc 4231, case 2", "what do ya want for nothing?", "Authentic", secret="Jefe"),
        case("a key longer than a block", body, "Authentic", secret="k" * 131),
        case("unicode in the body", '{"text":"привет 🎉 שלום"}', "Authentic"),
        case("unicode in the secret", body, "Authentic", secret="секрет"),
        case("escapes", r'{"text":"\u043f\u0440\u0438 \ud83c\udf89"}', "Authentic"),
        case("escaped slashes", r'{"url":"https:\/\/example.com\/a"}', "Authentic"),
        case("white space around", ' \n{"a": 1}\r\n', "Authentic"),
        case("1 MiB", "0123456789abcdef", "Authentic", times=65536),
        case("3 MiB", "0123456789abcdef", "Authentic", times=196608),
        case("upper-case digits", body, "Authentic", ["sha256=" + right.upper()]),
        case("upper-case prefix", body, "Authentic", ["SHA256=" + right]),
        case("unescaped after it was signed", '{"text":"при"}', "Wrong",
             ["sha256=" + mac(SECRET, r'{"text":"\u043f\u0440\u0438"}')]),
        case("slashes unescaped after it was signed", '{"url":"https://example.com"}', "Wrong",
             ["sha256=" + mac(SECRET, r'{"url":"https:\/\/example.com"}')]),
        case("another secret", body, "Wrong", ["sha256=" + mac("another", body)]),
        case("another body", body + " ", "Wrong", [prefixed]),
        case("all zeros", body, "Wrong", ["sha256=" + "0" * 64]),
        case("missing", body, "Missing", []),
        case("repeated", body, "Malformed", [prefixed, prefixed]),
        case("repeated, one wrong", body, "Malformed", [prefixed, "sha256=" + "0" * 64]),
        case("two in one", body, "Malformed", [prefixed + ", " + prefixed]),
        case("truncated", body, "Malformed", [prefixed[:-1]]),
        case("truncated by a byte", body, "Malformed", [prefixed[:-2]]),
        case("too long", body, "Malformed", [prefixed + "00"]),
        case("empty", body, "Malformed", [""]),
        case("prefix alone", body, "Malformed", ["sha256="]),
        case("no prefix", body, "Malformed", [right]),
        case("sha1", body, "Malformed", ["sha1=" + mac(SECRET, body, hashlib.sha1)]),
        case("sha512", body, "Malformed", ["sha512=" + mac(SECRET, body, hashlib.sha512)]),
        case("sha1 prefix, right digits", body, "Malformed", ["sha1=" + right]),
        case("no digits", body, "Malformed", ["sha256=" + "g" * 64]),
        case("white space inside", body, "Malformed", ["sha256= " + right]),
    ]
    text = json.dumps(cases, indent=1, ensure_ascii=True) + "\n"
    (OUT / "signature.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
