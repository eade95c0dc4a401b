"""The table of kinds as Python sees it."""

from __future__ import annotations

import re

import pytest

from milkglass.masking.kinds import KINDS, KindInfo


def test_names_fit_the_grammar_of_sealed_values() -> None:
    """Each kind is filed under its own name, which can stand in a sealed value."""
    assert all(name == info.name for name, info in KINDS.items())
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) and len(name) <= 24 for name in KINDS)


def test_credentials_never_open_by_default() -> None:
    """Kinds of sensitivity 4 are one-way; sensitivities and modes are those of the interface."""
    assert {info.sensitivity for info in KINDS.values()} == {1, 2, 3, 4}
    assert {info.mode for info in KINDS.values()} == {"d", "o"}
    assert all(info.mode == "o" for info in KINDS.values() if info.sensitivity == 4)


def test_the_table_does_not_change() -> None:
    """Neither the table nor a row of it can be changed by who imports it."""
    with pytest.raises(TypeError):
        KINDS["email"] = KINDS["password"]  # type: ignore[index]  # the point of the test
    with pytest.raises(AttributeError):
        KINDS["email"].mode = "o"  # type: ignore[misc]  # the point of the test


def test_a_kind_that_policy_knows() -> None:
    """The row of one kind, as other rooms rely on it."""
    assert KINDS["us_ssn"] == KindInfo("us_ssn", "US Social Security number", "d", 3)
