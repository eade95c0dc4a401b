"""Keyring rows are those of `vectors/keys/`, which another implementation of HPKE made."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from milkglass import _core
from milkglass.errors import FormatError
from milkglass.masking.keyring import KeyringRow

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import hpke_by_hand

FOLDER = Path(__file__).parents[2] / "vectors/keys"
ROWS = json.loads((FOLDER / "rows.json").read_text())
REFUSED = json.loads((FOLDER / "refused.json").read_text())["cases"]
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

each_row = pytest.mark.parametrize("case", ROWS["rows"], ids=lambda case: case["name"])


def test_the_other_implementation_is_hpke() -> None:
    """What made the vectors gives the bytes of RFC 9180 appendix A.1.1."""
    case = {k: bytes.fromhex(v) for k, v in ROWS["rfc9180"].items() if k not in {"about", "aead"}}
    sealed = hpke_by_hand.seal(case["public"], case["info"], case["text"], case["ikm"], aad=case["aad"], aead=1)
    assert sealed == case["sealed"]


@each_row
def test_text(case: dict[str, Any]) -> None:
    """A line reads as a row, which writes the same line and binds itself to the same bytes."""
    row = KeyringRow.from_line(case["line"])
    assert row.to_line() == case["line"]
    assert row.info().hex() == case["info"]


@each_row
def test_core_seals_the_same_bytes(case: dict[str, Any]) -> None:
    """The core makes the key id and the sealed bytes of the vector from its secret and its random input."""
    row = KeyringRow.from_line(case["line"])
    secret, public, ikm = (bytes.fromhex(case[name]) for name in ("secret", "public", "ikm"))
    assert _core.kid_of(secret) == row.kid
    assert _core.seal_day(secret, public, row.info(), ikm) == row.sealed


@each_row
def test_cryptography_opens(case: dict[str, Any]) -> None:
    """The library that the server uses opens the vector."""
    row = KeyringRow.from_line(case["line"])
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["private"]))
    assert SUITE.decrypt(row.sealed, private, row.info()).hex() == case["secret"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_refused(case: dict[str, Any]) -> None:
    """A line that is no row is refused with the name of the field, and none of its content."""
    with pytest.raises(FormatError) as caught:
        KeyringRow.from_line(case["line"])
    assert case["says"] in caught.value.message
    assert "checkout" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
