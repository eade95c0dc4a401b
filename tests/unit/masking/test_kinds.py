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
    assert {info.mode for info in KINDS.values()} == {"d", "r", "o"}
    assert all(info.mode == "o" for info in KINDS.values() if info.sensitivity == 4)


def test_default_modes() -> None:
    """What people join on is `d`; who somebody is, where and how they are is `r`; card data and credentials are `o`."""
    by_mode = {mode: {name for name, info in KINDS.items() if info.mode == mode} for mode in "dro"}
    assert {"email", "username", "ipv4", "ipv6", "mac", "phone", "device_id", "iban"} <= by_mode["d"]
    assert {"name", "postal_address", "coordinates", "birth_date", "national_id", "passport", "us_ssn"} <= by_mode["r"]
    assert {"medical_record_number", "health_plan_id", "uk_nhs"} <= by_mode["r"]
    assert {"payment_card", "card_cvv", "card_expiry", "password", "token", "private_key"} <= by_mode["o"]


def test_the_table_does_not_change() -> None:
    """Neither the table nor a row of it can be changed by who imports it."""
    with pytest.raises(TypeError):
        KINDS["email"] = KINDS["password"]  # type: ignore[index]  # the point of the test
    with pytest.raises(AttributeError):
        KINDS["email"].mode = "o"  # type: ignore[misc]  # the point of the test


def test_a_kind_that_policy_knows() -> None:
    """The row of one kind, as other rooms rely on it."""
    assert KINDS["us_ssn"] == KindInfo("us_ssn", "US Social Security number", "r", 3)
