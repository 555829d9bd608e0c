"""The crypto of flows in Rust against `cryptography`, in both directions."""

import base64
import json
import os
import pathlib
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import whatsapp  # noqa: E402

ROOT = pathlib.Path(__file__).parents[3]
VECTORS = ROOT / "crates/wazzup-whatsapp-webhooks/tests/vectors"
TOOL = [
    "cargo", "run", "-q", "--manifest-path", str(ROOT / "Cargo.toml"),
    "-p", "wazzup-whatsapp-webhooks", "--features", "flows", "--example", "flow_crypto_tool", "--",
]
EXCHANGE = {
    "version": "3.0",
    "action": "data_exchange",
    "screen": "SLOTS",
    "flow_token": "tok-55",
    "data": {"note": "привет 🎉", "slash": "a/b", "long": "x" * 5000},
}


def tool(*arguments, given="", fails=False) -> str:
    done = subprocess.run(
        [*TOOL, *map(str, arguments)], input=given.encode(), capture_output=True, timeout=600
    )
    assert (done.returncode != 0) == fails, done.stderr.decode()
    return (done.stderr if fails else done.stdout).decode()


@pytest.fixture(scope="module", params=["pkcs1", "pkcs8"])
def key(request, tmp_path_factory):
    """A key made now, and the file that it is in."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path_factory.mktemp("key") / "test-only.pem"
    file.write_text(whatsapp.private_pem(key, request.param))
    return key, file


def text(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_rust_decrypts_what_python_encrypted(key):
    key, file = key
    body, _, _ = whatsapp.encrypt_request(key.public_key(), text(EXCHANGE).encode())
    assert tool("decrypt", file, given=body) == text(EXCHANGE)


def test_python_decrypts_what_rust_answered(key):
    key, file = key
    body, aes_key, iv = whatsapp.encrypt_request(key.public_key(), text(EXCHANGE).encode())
    answer = text({"version": "3.0", "screen": "CONFIRM", "data": {"note": "до встречи 🎉"}})
    encrypted = tool("answer", file, given=f"{body}\n{answer}")
    assert whatsapp.decrypt_answer(encrypted, aes_key, iv).decode() == answer
    assert encrypted == whatsapp.encrypt_answer(answer.encode(), aes_key, iv)


def test_python_decrypts_what_rust_asked(key, tmp_path):
    key, _ = key
    public = tmp_path / "public.pem"
    public.write_text(whatsapp.public_pem(key))
    body = tool("request", public, given=text(EXCHANGE))
    plaintext, _, _ = whatsapp.decrypt_request(key, body)
    assert json.loads(plaintext) == EXCHANGE


def test_the_public_key_is_written_as_it_is_to_be_registered(key):
    key, file = key
    assert tool("public", file) == whatsapp.public_pem(key)


def test_a_file_picked_in_a_flow_is_decrypted():
    plaintext = os.urandom(100_000)
    file, item = whatsapp.encrypt_media(plaintext)
    given = f"{json.dumps(item)}\n{whatsapp.b64(file)}"
    assert base64.b64decode(tool("media", given=given)) == plaintext


def test_a_request_for_another_key_is_refused(key):
    _, file = key
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    body, _, _ = whatsapp.encrypt_request(other.public_key(), b"{}")
    assert "NoKeyFits" in tool("decrypt", file, given=body, fails=True)


def test_a_key_with_a_password_names_the_command_that_takes_it_off(tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for form in ["pkcs1", "pkcs8"]:
        file = tmp_path / f"{form}.pem"
        file.write_text(whatsapp.private_pem(key, form, b"password"))
        assert "Encrypted" in tool("public", file, fails=True)
        plain = tmp_path / "plain.pem"
        command = "openssl pkcs8 -topk8 -nocrypt -passin pass:password".split()
        subprocess.run([*command, "-in", file, "-out", plain], check=True)
        assert tool("public", plain) == whatsapp.public_pem(key)


def test_the_vectors_are_right():
    """What the Rust tests read says what it is said to say."""
    vectors = json.loads((VECTORS / "flow.json").read_text())
    assert len(vectors["requests"]) > 5
    for vector in vectors["requests"]:
        pem = (VECTORS / f"test-only.{vector['key']}.pem").read_bytes()
        private = serialization.load_pem_private_key(pem, None)
        plaintext, aes_key, iv = whatsapp.decrypt_request(private, vector["body"])
        assert plaintext.decode() == vector["plaintext"]
        assert (whatsapp.b64(aes_key), whatsapp.b64(iv)) == (vector["aes_key"], vector["iv"])
        answer = whatsapp.decrypt_answer(vector["encrypted_answer"], aes_key, iv)
        assert answer.decode() == vector["answer"]
