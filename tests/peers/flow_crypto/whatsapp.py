"""WhatsApp's side of a flow's encryption, written with `cryptography` from Meta's description of it.

Nothing here comes from the Rust code: the two are checked against each other.
"""

import base64
import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives import hashes, padding as block_padding, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def encrypt_request(public_key, plaintext: bytes, key: bytes = None, iv: bytes = None):
    """The body that WhatsApp posts; with the key and the initial vector it made for it."""
    key, iv = key or os.urandom(16), iv or os.urandom(16)
    body = {
        "encrypted_flow_data": b64(AESGCM(key).encrypt(iv, plaintext, None)),
        "encrypted_aes_key": b64(public_key.encrypt(key, OAEP)),
        "initial_vector": b64(iv),
    }
    return json.dumps(body), key, iv


def decrypt_request(private_key, body: str):
    """The endpoint's side of the same."""
    fields = {name: base64.b64decode(value) for name, value in json.loads(body).items()}
    key = private_key.decrypt(fields["encrypted_aes_key"], OAEP)
    iv = fields["initial_vector"]
    return AESGCM(key).decrypt(iv, fields["encrypted_flow_data"], None), key, iv


def flipped(iv: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in iv)


def decrypt_answer(body: str, key: bytes, iv: bytes) -> bytes:
    return AESGCM(key).decrypt(flipped(iv), base64.b64decode(body, validate=True), None)


def encrypt_answer(plaintext: bytes, key: bytes, iv: bytes) -> str:
    return b64(AESGCM(key).encrypt(flipped(iv), plaintext, None))


def encrypt_media(plaintext: bytes):
    """A file as it lies on the CDN, and the item that names it in a request's data."""
    key, mac_key, iv = os.urandom(32), os.urandom(32), os.urandom(16)
    padder = block_padding.PKCS7(128).padder()
    padded = padder.update(plaintext) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    ciphertext = encryptor.update(padded) + encryptor.finalize()
    mac = hmac.new(mac_key, iv + ciphertext, hashlib.sha256).digest()[:10]
    file = ciphertext + mac
    item = {
        "media_id": "790000000000001",
        "cdn_url": "https://cdn.example.com/media/1",
        "file_name": "picture.png",
        "encryption_metadata": {
            "encrypted_hash": b64(hashlib.sha256(file).digest()),
            "iv": b64(iv),
            "encryption_key": b64(key),
            "hmac_key": b64(mac_key),
            "plaintext_hash": b64(hashlib.sha256(plaintext).digest()),
        },
    }
    return file, item


def private_pem(key, form: str, password: bytes = None) -> str:
    forms = {
        "pkcs1": serialization.PrivateFormat.TraditionalOpenSSL,
        "pkcs8": serialization.PrivateFormat.PKCS8,
    }
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, forms[form], encryption).decode()


def public_pem(key) -> str:
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        .decode()
    )
