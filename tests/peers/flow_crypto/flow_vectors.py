"""Writes the keys and vectors of crates/wazzup-whatsapp-webhooks/tests/vectors, all made anew.

The keys are for tests only: they stand in the repository, so everybody has them.
"""

import base64
import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import whatsapp

OUT = pathlib.Path(__file__).parents[3] / "crates/wazzup-whatsapp-webhooks/tests/vectors"


def rsa_key(bits=2048):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def keys():
    key, other = rsa_key(), rsa_key()
    pems = {
        "pkcs8": whatsapp.private_pem(key, "pkcs8"),
        "pkcs1": whatsapp.private_pem(key, "pkcs1"),
        "encrypted-pkcs8": whatsapp.private_pem(key, "pkcs8", b"test-only"),
        "encrypted-pkcs1": whatsapp.private_pem(key, "pkcs1", b"test-only"),
        "public": whatsapp.public_pem(key),
        "other-pkcs8": whatsapp.private_pem(other, "pkcs8"),
        "large-pkcs1": whatsapp.private_pem(rsa_key(4096), "pkcs1"),
        "small-pkcs8": whatsapp.private_pem(rsa_key(1024), "pkcs8"),
        "ec-pkcs8": whatsapp.private_pem(ec.generate_private_key(ec.SECP256R1()), "pkcs8"),
        "ec-sec1": whatsapp.private_pem(ec.generate_private_key(ec.SECP256R1()), "pkcs1"),
    }
    for name, pem in pems.items():
        (OUT / f"test-only.{name}.pem").write_text(pem, encoding="ascii")
    der = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    (OUT / "test-only.pkcs8.der").write_bytes(
        key.private_bytes(*der, serialization.NoEncryption())
    )
    return key, other


def request(name, key, plaintext, answer, key_name="pkcs8"):
    if not isinstance(plaintext, str):
        plaintext = json.dumps(plaintext, ensure_ascii=False)
    answer = json.dumps(answer, ensure_ascii=False)
    body, aes_key, iv = whatsapp.encrypt_request(key.public_key(), plaintext.encode())
    return {
        "name": name,
        "key": key_name,
        "body": body,
        "plaintext": plaintext,
        "aes_key": whatsapp.b64(aes_key),
        "iv": whatsapp.b64(iv),
        "answer": answer,
        "encrypted_answer": whatsapp.encrypt_answer(answer.encode(), aes_key, iv),
    }


def media(name, plaintext):
    file, item = whatsapp.encrypt_media(plaintext)
    return {
        "name": name,
        "file": whatsapp.b64(file),
        "item": item,
        "plaintext": whatsapp.b64(plaintext),
    }


def main() -> None:
    key, other = keys()
    exchange = {
        "version": "3.0",
        "action": "data_exchange",
        "screen": "SLOTS",
        "flow_token": "tok-55",
        "data": {"day": "2026-03-02", "note": "привет 🎉"},
    }
    confirm = {"version": "3.0", "screen": "CONFIRM", "data": {"note": "до встречи 🎉"}}
    requests = [
        request("ping", key, {"version": "3.0", "action": "ping"}, {"data": {"status": "active"}}),
        request("data exchange", key, exchange, confirm),
        request("another key", other, exchange, confirm, "other-pkcs8"),
        request("escapes", key, json.dumps(exchange), confirm),
        request("one byte less than a block", key, '{"a": "123456"}', {}),
        request("a block", key, '{"a": "1234567"}', {}),
        request("long", key, {**exchange, "data": {"text": "x" * 3_000}}, confirm),
    ]
    files = [
        media("empty", b""),
        media("one byte", b"x"),
        media("one byte less than a block", b"x" * 15),
        media("a block", b"x" * 16),
        media("larger", bytes(range(256)) * 8),
    ]
    for one in requests:
        plain, _, iv = whatsapp.decrypt_request(
            other if one["key"] == "other-pkcs8" else key, one["body"]
        )
        assert plain.decode() == one["plaintext"]
        assert len(iv) == 16 and len(base64.b64decode(one["aes_key"])) == 16
    vectors = {"requests": requests, "media": files}
    text = json.dumps(vectors, indent=1, ensure_ascii=True) + "\n"
    (OUT / "flow.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
