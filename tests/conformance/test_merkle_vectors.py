"""The proofs against the published cases of transparency-dev/merkle."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.audit.proof import verify_consistency, verify_inclusion
from milkglass.errors import VerifyError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared_data
STRICTER = {"inclusion": 0, "consistency": 1, "subtreeinclusion": 0, "subtreeconsistency": 7}
"""Cases that are published as good and refused here: roots of 12 bytes ("don't care"), and empty subtrees, which prove nothing."""


def cases(shared_data: Path, folder: str) -> list[dict[str, Any]]:
    """Every case of a folder."""
    files = sorted((shared_data / "vectors/transparency-dev-merkle/testdata" / folder).rglob("*.json"))
    return [json.loads(file.read_bytes()) for file in files]


def b64(text: str | None) -> bytes:
    """Bytes of a hash; Go writes an empty one as null."""
    return base64.b64decode(text or "")


def holds(case: dict[str, Any]) -> bool:
    """Whether our verifier accepts the case."""
    proof = [b64(one) for one in case["proof"] or ()]
    try:
        if "leafIdx" in case:
            end = case["end"] if "end" in case else case["treeSize"]
            given = b64(case["leafHash"]), case["leafIdx"], end, proof, b64(case["root"])
            verify_inclusion(*given, start=case.get("start", 0))
        else:
            end, size = (case["end"], case["size"]) if "end" in case else (case["size1"], case["size2"])
            verify_consistency(end, size, proof, b64(case["root1"]), b64(case["root2"]), start=case.get("start", 0))
    except VerifyError:
        return False
    return True


@pytest.mark.parametrize("folder", STRICTER)
def test_each_published_case(shared_data: Path, folder: str) -> None:
    """Security case 5: refused is all that is to be refused; accepted the rest, but for hashes of other than 32 bytes."""
    found = cases(shared_data, folder)
    assert len(found) >= 90
    assert [case["desc"] for case in found if case["wantErr"] and holds(case)] == []
    missed = [case for case in found if not case["wantErr"] and not holds(case)]
    assert len(missed) == STRICTER[folder]
    assert all(case.get("start") == case.get("end", -1) or len(b64(case["root1"])) != 32 for case in missed)


@pytest.mark.parametrize("folder", ["inclusion", "consistency"])
def test_a_changed_hash_in_a_good_case(shared_data: Path, folder: str) -> None:
    """Security case 5: a good proof with one bit of any of its hashes turned is refused."""
    for case in (one for one in cases(shared_data, folder) if not one["wantErr"]):
        for i, one in enumerate(case["proof"] or ()):
            raw = bytearray(b64(one))
            raw[7] ^= 1
            assert not holds({**case, "proof": [*case["proof"][:i], base64.b64encode(raw), *case["proof"][i + 1 :]]})
