"""One-time codes are those of RFC 6238 appendix B (`vectors/identity/totp.json`)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from milkglass.identity.totp import Accepted, check, step_at, totp

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/identity/totp.json").read_text())
SECRET = bytes.fromhex(VECTORS["secret"])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["time"]))
def test_codes_are_those_of_the_rfc(case: dict[str, Any]) -> None:
    """Security case 4: the time step and the last six digits of the code are those of the RFC, and the code is accepted at that time."""
    now = datetime.fromtimestamp(case["time"], UTC)
    code = case["code8"][-6:]
    assert step_at(now) == case["step"]
    assert totp(SECRET, case["step"]) == code
    assert check(SECRET, code, now, None) == Accepted(case["step"])


def test_codes_are_those_of_rfc_4226() -> None:
    """Security case 4: the ten codes of RFC 4226 appendix D, counters 0 to 9, under the same secret."""
    codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp(SECRET, counter) for counter in range(10)] == codes
