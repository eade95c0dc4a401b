"""Security cases 1 to 4: the primitives under sealed values, keys and evidence give what RFCs and Wycheproof publish.

Counts go to the summary at the end of the run (``conftest.py``). RFC 9180 is in ``test_keyring_vectors.py``; the core's own AES-SIV
runs the Wycheproof cases of its key size in ``rust/core/src/seal/siv.rs``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV, AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap_with_padding, aes_key_wrap_with_padding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Case = dict[str, Any]

RFC_5297 = [
    (
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        ["101112131415161718191a1b1c1d1e1f2021222324252627"],
        "112233445566778899aabbccddee",
        "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c",
    ),
    (
        "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
        [
            "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
            "102030405060708090a0",
            "09f911029d74e35bd84156c5635688c0",
        ],
        "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
        (
            "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17"
            "dba77ceb094fa663b7a3f748ba8af829ea64ad544a272e9c485b62a3fd5c0d"
        ),
    ),
]
RFC_5869 = [
    (
        b"\x0b" * 22,
        bytes(range(13)),
        bytes(range(0xF0, 0xFA)),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)),
        bytes(range(0x60, 0xB0)),
        bytes(range(0xB0, 0x100)),
        (
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
    ),
    (b"\x0b" * 22, b"", b"", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
]


def test_case_1_rfc_5297(record_property: Callable[[str, object], None]) -> None:
    """Security case 1: the examples A.1 and A.2 of RFC 5297 seal and open."""
    for key, associated, text, body in RFC_5297:
        siv, parts = AESSIV(bytes.fromhex(key)), [bytes.fromhex(part) for part in associated]
        assert siv.encrypt(bytes.fromhex(text), parts).hex() == body
        assert siv.decrypt(bytes.fromhex(body), parts).hex() == text
    record_property("vectors", len(RFC_5297))


def test_case_4_rfc_5869(record_property: Callable[[str, object], None]) -> None:
    """Security case 4: the three examples of RFC 5869 with SHA-256."""
    for secret, salt, info, expected in RFC_5869:
        assert HKDF(hashes.SHA256(), len(expected) // 2, salt, info).derive(secret).hex() == expected
    record_property("vectors", len(RFC_5869))


def _bytes(case: Case, name: str) -> bytes:
    return bytes.fromhex(case[name])


def _siv(case: Case, _: Case) -> bool:
    key, associated, text, body = (_bytes(case, name) for name in ("key", "aad", "msg", "ct"))
    return _seals(AESSIV(key).encrypt, AESSIV(key).decrypt, [associated], text, body)


def _siv_with_nonce(case: Case, _: Case) -> bool:
    key, associated, text = (_bytes(case, name) for name in ("key", "aad", "msg"))
    body = _bytes(case, "tag") + _bytes(case, "ct")
    return _seals(AESSIV(key).encrypt, AESSIV(key).decrypt, [associated, _bytes(case, "iv")], text, body)


def _seals(seal: Any, unseal: Any, associated: list[bytes], text: bytes, body: bytes) -> bool:
    try:
        return bool(unseal(body, associated) == text and seal(text, associated) == body)
    except InvalidTag:
        return False


def _with_nonce(cipher: Any) -> Callable[[Case, Case], bool]:
    def fits(case: Case, _: Case) -> bool:
        key, nonce, associated, text = (_bytes(case, name) for name in ("key", "iv", "aad", "msg"))
        body = _bytes(case, "ct") + _bytes(case, "tag")
        try:
            made = cipher(key)
            return bool(made.decrypt(nonce, body, associated) == text and made.encrypt(nonce, text, associated) == body)
        except (InvalidTag, ValueError):  # a nonce of a length that the library refuses
            return False

    return fits


def _kwp(case: Case, _: Case) -> bool:
    key, text, body = (_bytes(case, name) for name in ("key", "msg", "ct"))
    try:
        return aes_key_unwrap_with_padding(key, body) == text and aes_key_wrap_with_padding(key, text) == body
    except (InvalidUnwrap, ValueError):
        return False


def _hkdf(case: Case, _: Case) -> bool:
    secret, salt, info, expected = (_bytes(case, name) for name in ("ikm", "salt", "info", "okm"))
    try:
        return HKDF(hashes.SHA256(), case["size"], salt, info).derive(secret) == expected
    except ValueError:
        return False


def _hmac(case: Case, group: Case) -> bool:
    made = hmac.HMAC(_bytes(case, "key"), hashes.SHA256())
    made.update(_bytes(case, "msg"))
    return made.finalize()[: group["tagSize"] // 8] == _bytes(case, "tag")


def _ed25519(case: Case, group: Case) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"])).verify(
            _bytes(case, "sig"), _bytes(case, "msg")
        )
    except InvalidSignature:
        return False
    return True


def _x25519(case: Case, _: Case) -> bool:
    private, public = _bytes(case, "private"), _bytes(case, "public")
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # of low order: the result would be no secret
        return _bytes(case, "shared") == bytes(32)
    return shared == _bytes(case, "shared")


WYCHEPROOF: dict[str, tuple[int, Callable[[Case, Case], bool]]] = {
    "aes_siv_cmac": (442, _siv),
    "aead_aes_siv_cmac": (900, _siv_with_nonce),
    "aes_gcm": (316, _with_nonce(AESGCM)),
    "aes_gcm_siv": (202, _with_nonce(AESGCMSIV)),
    "aes_kwp": (254, _kwp),
    "hkdf_sha256": (86, _hkdf),
    "hmac_sha256": (174, _hmac),
    "ed25519": (151, _ed25519),
    "x25519": (518, _x25519),
}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", WYCHEPROOF)
def test_cases_1_and_2_wycheproof(name: str, shared_data: Path, record_property: Callable[[str, object], None]) -> None:
    """Security cases 1 and 2: every case of Wycheproof ends as it should; what is merely acceptable may end either way.

    Nonces that the library takes for no key and no text (under 8 or over 128 bytes) have to be refused, and are not counted.
    """
    count, fits = WYCHEPROOF[name]
    file = json.loads((shared_data / f"vectors/wycheproof/{name}_test.json").read_text(encoding="utf-8"))
    wrong, seen, refused = [], 0, 0
    for group in file["testGroups"]:
        for case in group["tests"]:
            seen += 1
            is_taken = name != "aes_gcm" or 8 <= len(_bytes(case, "iv")) <= 128
            refused += not is_taken
            if case["result"] != "acceptable" and fits(case, group) != (case["result"] == "valid" and is_taken):
                wrong.append((case["tcId"], case["comment"]))
    assert wrong == []
    assert seen == file["numberOfTests"] == count
    record_property("vectors", seen - refused)
