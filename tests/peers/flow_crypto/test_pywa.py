"""The same against pywa, whose endpoint and whose signatures others have in production."""

import base64
import json
import os
import pathlib
import sys
import types

import pytest

pywa_utils = pytest.importorskip("pywa.utils")

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import whatsapp  # noqa: E402
from test_flow_crypto import EXCHANGE, VECTORS, key, text, tool  # noqa: E402, F401


def test_pywa_decrypts_what_rust_asked(key, tmp_path):  # noqa: F811
    key, file = key
    public = tmp_path / "public.pem"
    public.write_text(tool("public", file))
    body = json.loads(tool("request", public, given=text(EXCHANGE)))
    request, aes_key, iv = pywa_utils.default_flow_request_decryptor(
        body["encrypted_flow_data"],
        body["encrypted_aes_key"],
        body["initial_vector"],
        file.read_text(),
    )
    assert request == EXCHANGE
    assert (len(aes_key), len(iv)) == (16, 16)


def test_rust_answers_with_the_same_letters_as_pywa(key):  # noqa: F811
    key, file = key
    answer = {"version": "3.0", "screen": "CONFIRM", "data": {"note": "до встречи 🎉"}}
    body, aes_key, iv = whatsapp.encrypt_request(key.public_key(), text(EXCHANGE).encode())
    expected = pywa_utils.default_flow_response_encryptor(answer, aes_key, iv)
    assert tool("answer", file, given=f"{body}\n{json.dumps(answer)}") == expected


def test_pywa_decrypts_the_files_that_rust_is_given():
    plaintext = os.urandom(1000)
    file, item = whatsapp.encrypt_media(plaintext)
    answer = types.SimpleNamespace(content=file, raise_for_status=lambda: None)
    session = types.SimpleNamespace(get=lambda url: answer)
    assert pywa_utils.flow_request_media_decryptor(item, session).data == plaintext
    for vector in json.loads((VECTORS / "flow.json").read_text())["media"]:
        answer.content = base64.b64decode(vector["file"])
        decrypted = pywa_utils.flow_request_media_decryptor(vector["item"], session).data
        assert decrypted == base64.b64decode(vector["plaintext"])


def test_pywa_agrees_on_every_signature_of_the_documented_form():
    vectors = json.loads((VECTORS / "signature.json").read_text())
    compared = 0
    for vector in vectors:
        if vector["verdict"] not in ("Authentic", "Wrong"):
            continue
        header = vector["headers"][0]
        if header != header.lower():
            continue
        body = (vector["text"] * vector["times"]).encode()
        valid = pywa_utils.webhook_updates_validator(vector["secret"], body, header)
        assert valid == (vector["verdict"] == "Authentic"), vector["name"]
        compared += 1
    assert compared > 10
