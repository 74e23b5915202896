"""Secrets under a password: locked with Argon2id and AES-GCM, and signatures with Ed25519.

A locked secret is one JSON text that says how it was made, so that costs may rise later.
"""

from __future__ import annotations

import json
import os
from typing import Any

from workbench.credit.passwords import canonical_password, password_rules

FORMAT = 1
_KEY, _SALT, _NONCE = 32, 16, 12


def lock(secret: bytes, password: str, about: str) -> str:
    """A secret under a password. `about` names what it is for; it is bound to that name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = password_rules().argon2id
    made: dict[str, Any] = {
        "format": FORMAT,
        "rounds": cost.rounds,
        "memory": cost.memory,
        "lanes": cost.lanes,
        "salt": os.urandom(_SALT).hex(),
        "nonce": os.urandom(_NONCE).hex(),
    }
    sealed = AESGCM(_derived(made, password)).encrypt(
        bytes.fromhex(made["nonce"]), secret, about.encode()
    )
    return json.dumps({**made, "sealed": sealed.hex()}, sort_keys=True)


def unlock(text: str, password: str, about: str) -> bytes | None:
    """The secret again; None for another password, another name, or a changed text."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        made = json.loads(text)
        key = _derived(made, password)
        sealed, nonce = bytes.fromhex(made["sealed"]), bytes.fromhex(made["nonce"])
        return AESGCM(key).decrypt(nonce, sealed, about.encode())
    except (InvalidTag, ValueError, KeyError, TypeError):
        return None


def _derived(made: dict[str, Any], password: str) -> bytes:
    """The key that a password gives; what a forged text asks of us is bounded."""
    from argon2.low_level import Type, hash_secret_raw

    if not (0 < made["rounds"] <= 20 and 8 <= made["memory"] <= 1_048_576 and made["lanes"] <= 16):
        raise ValueError("The cost of a locked secret is out of bounds.")
    return hash_secret_raw(
        canonical_password(password).encode(),
        bytes.fromhex(made["salt"]),
        time_cost=made["rounds"],
        memory_cost=made["memory"],
        parallelism=made["lanes"],
        hash_len=_KEY,
        type=Type.ID,
    )


def new_signing_key() -> tuple[bytes, str]:
    """A fresh Ed25519 key: its 32 secret bytes, and the public key in hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw().hex()


def public_key_of(signing_key: bytes) -> str:
    """The public half of a signing key, in hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw().hex()


def sign(signing_key: bytes, said: bytes) -> str:
    """The signature over these bytes, in hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(said).hex()


def is_signed_by(public_key: str, said: bytes, signature: str) -> bool:
    """Whether the owner of this public key signed exactly these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True
