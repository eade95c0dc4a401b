"""HPKE base mode for X25519, HKDF-SHA256 and AES-GCM, written out from RFC 9180 with HMAC, X25519 and AES-GCM alone.

A second opinion on what ``_core.seal_day`` writes and ``FileProvider`` opens; it made ``vectors/keys/rows.json``.
"""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEM = b"KEM\x00\x20"
_KEY_SIZE = {1: 16, 2: 32}


def _extract(salt: bytes, label: bytes, ikm: bytes, suite: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(key: bytes, label: bytes, info: bytes, size: int, suite: bytes) -> bytes:
    whole = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, whole + b"\x01", "sha256")[:size]


def derive_private(ikm: bytes) -> bytes:
    """RFC 9180 section 7.1.3, ``DeriveKeyPair`` for X25519: the private key."""
    return _expand(_extract(b"", b"dkp_prk", ikm, _KEM), b"sk", b"", 32, _KEM)


def public_of(private: bytes) -> bytes:
    """The public half."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(public: bytes, info: bytes, text: bytes, ikm: bytes, *, aad: bytes = b"", aead: int = 2) -> bytes:
    """Encapsulated key, ciphertext and tag."""
    ephemeral = derive_private(ikm)
    enc = public_of(ephemeral)
    dh = X25519PrivateKey.from_private_bytes(ephemeral).exchange(X25519PublicKey.from_public_bytes(public))
    shared = _expand(_extract(b"", b"eae_prk", dh, _KEM), b"shared_secret", enc + public, 32, _KEM)
    suite = b"HPKE\x00\x20\x00\x01" + aead.to_bytes(2, "big")
    context = b"\x00" + _extract(b"", b"psk_id_hash", b"", suite) + _extract(b"", b"info_hash", info, suite)
    secret = _extract(shared, b"secret", b"", suite)
    key = _expand(secret, b"key", context, _KEY_SIZE[aead], suite)
    nonce = _expand(secret, b"base_nonce", context, 12, suite)
    return enc + AESGCM(key).encrypt(nonce, text, aad)
