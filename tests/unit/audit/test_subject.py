"""Normal forms: what is one value to people is one pseudonym, and what is not stays apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkglass.audit.subject import Identifier, normal_form, subject_of
from milkglass.errors import FormatError

if TYPE_CHECKING:
    import ipaddress

KINDS = ["email", "phone", "name", "ipv4", "ipv6", "us_ssn", "iban", "coordinates", "of_my_own"]


@given(
    st.sampled_from(KINDS), st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace"))
)
def test_every_value_has_a_form_that_stays(kind: str, value: bytes) -> None:
    """No value is refused: what cannot be read as its kind still has a form, so it can be accounted for."""
    form = normal_form(kind, value)
    assert isinstance(form, bytes)
    assert len(subject_of(bytes(32), kind, value)) == 16


@given(st.ip_addresses(v=6))
def test_every_spelling_of_an_address_is_one(address: ipaddress.IPv6Address) -> None:
    """Short and long form, upper case, brackets and zone."""
    spellings = [str(address), address.exploded, address.exploded.upper(), f"[{address}]", f"{address}%eth0"]
    assert len({normal_form("ipv6", text.encode()) for text in spellings}) == 1


@given(st.text("0123456789", min_size=5, max_size=12), st.lists(st.sampled_from(" -./()"), max_size=12))
def test_separators_of_phone_numbers_do_not_count(digits: str, between: list[str]) -> None:
    """+49 123 and +49-1.2/3 are one number, and not the number without its country."""
    mixed = "".join(a + b for a, b in zip(digits, between + [""] * len(digits), strict=False))
    bare = normal_form("phone", f"+49{digits}".encode())
    assert normal_form("phone", f"+49{mixed.replace('(', '').replace(')', '')}".encode()) == bare
    assert normal_form("phone", digits.encode()) != bare


def test_kinds_keep_equal_values_apart() -> None:
    """The same digits as a phone number and as a plate are two subjects."""
    assert subject_of(bytes(32), "phone", b"12345") != subject_of(bytes(32), "license_plate", b"12345")


def test_an_ip_is_looked_for_in_both_versions() -> None:
    """An IPv4 address is also searched as the IPv6 address that embeds it, and back."""
    mapped = {normal_form(kind, value) for kind, value in Identifier("ip", "::ffff:192.0.2.7").spellings()}
    assert mapped == {normal_form(kind, value) for kind, value in Identifier("ip", "192.0.2.7").spellings()}
    assert len(mapped) == 2


@pytest.mark.parametrize(
    ("kind", "value"), [("", "x"), ("Email", "x"), ("email", " "), ("e" * 64, "x"), ("email", "x" * 70000)]
)
def test_malformed_identifiers_are_refused(kind: str, value: str) -> None:
    """Without the value in the message, and it never prints."""
    with pytest.raises(FormatError) as refusal:
        Identifier(kind, value)
    assert value.strip() not in refusal.value.message or not value.strip() or value == "x"
    assert "canary" not in repr(Identifier("email", "canary@example.com"))
    with pytest.raises(FormatError):
        Identifier("ip", "no address").spellings()
