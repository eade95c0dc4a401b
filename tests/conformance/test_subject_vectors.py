"""``vectors/audit/subjects.json`` through the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from milkglass.audit.subject import normal_form, subject_of

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "audit" / "subjects.json").read_text())
assert len(VECTORS["cases"]) > 20


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['kind']}:{case['normal']}")
def test_normal_form_and_pseudonym(case: dict[str, Any]) -> None:
    """Every spelling has the normal form and the pseudonym that the vector says."""
    value = case["value"].encode()
    assert normal_form(case["kind"], value).decode() == case["normal"]
    assert subject_of(bytes.fromhex(VECTORS["key"]), case["kind"], value).hex() == case["subject"]
