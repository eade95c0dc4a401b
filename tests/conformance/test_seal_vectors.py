"""Sealed values and day secrets are those of `vectors/seal`, and what the vectors stand on passes published vectors."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from milkglass import _core
from milkglass.errors import OpenError
from milkglass.masking.sealed import find_sealed, parse

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "vectors" / "seal"
VALUES, REFUSED, FIND, DAYS, CHAIN = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("values", "refused", "find", "days", "chain")
)
HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def test_the_vectors_are_what_the_reference_writes(seal_reference: ModuleType) -> None:
    """The files are up to date with `tools/make_seal_vectors.py`."""
    for name, text in seal_reference.files().items():
        assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == text, name


@pytest.mark.parametrize("case", VALUES["cases"], ids=lambda case: case["text"][:40])
def test_values(case: dict[str, Any]) -> None:
    """A sealed value opens to its bytes; a one-way value does not open."""
    key = _core.KindKey(bytes.fromhex(VALUES["secret"]), case["kind"], VALUES["service"])
    assert key.kid == VALUES["kid"] == parse(case["text"]).kid
    assert parse(case["text"]).mode == case["mode"]
    if case["mode"] != "o":
        assert key.open(case["text"]) == (bytes.fromhex(case["value"]), case["bare"])
    else:
        with pytest.raises(OpenError, match="one-way"):
            key.open(case["text"])


@pytest.mark.parametrize("case", REFUSED["cases"], ids=lambda case: case["why"])
def test_refused(case: dict[str, Any]) -> None:
    """What the spec says an opener refuses does not open, and the error does not show it."""
    key = _core.KindKey(bytes.fromhex(REFUSED["secret"]), REFUSED["kind"], REFUSED["service"])
    with pytest.raises(OpenError) as caught:
        key.open(case["text"])
    assert not case["text"] or case["text"] not in str(caught.value)


@pytest.mark.parametrize("case", FIND["cases"], ids=lambda case: case["text"][:40])
def test_find(case: dict[str, Any]) -> None:
    """Sealed values are found where they stand and nowhere else."""
    assert [[start, end] for start, end, _ in find_sealed(case["text"].encode())] == case["found"]


@pytest.mark.parametrize("case", DAYS["cases"], ids=lambda case: case["kid"])
def test_days(case: dict[str, Any]) -> None:
    """A day secret seals to the bytes of the vectors, and `cryptography` opens it with the private half."""
    secret, public_key, info, random = (
        bytes.fromhex(case[name]) for name in ("secret", "public_key", "info", "random")
    )
    sealed = _core.seal_day(secret, public_key, info, random)
    assert sealed.hex() == case["sealed"]
    private_key = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["private_key"]))
    assert HPKE.decrypt(sealed, private_key, info) == secret
    with pytest.raises(InvalidTag):
        HPKE.decrypt(sealed, private_key, info + b"x")
    assert _core.kid_of(secret) == case["kid"]


@pytest.mark.parametrize("case", CHAIN["cases"], ids=lambda case: str(case["counter"]))
def test_case_18_chain(case: dict[str, Any]) -> None:
    """Security case 18: a value of mode r opens wherever it stands in its chain, the hundred-millionth in less than a millisecond."""
    key = _core.KindKey(bytes.fromhex(CHAIN["secret"]), "name", CHAIN["service"])
    begun = time.perf_counter()
    assert all(key.open(case["text"]) == (bytes.fromhex(case["value"]), False) for _ in range(20))
    assert (time.perf_counter() - begun) / 20 < 1e-3
