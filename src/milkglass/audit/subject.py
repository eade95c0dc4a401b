"""A value as people write it, in the one form that its pseudonym is made of: `A.B@Example.com` and `a.b@example.com` are one person.

`disclosure` and the deny-list of erased subjects hash this form; a search by value hashes it too. Pure; spec:
`docs/spec/audit-entry.md` section 5.1; vectors: `vectors/audit/subjects.json`.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from milkglass.errors import FormatError

CUT: Final = 16
_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_COUNTRY: Final = re.compile(r"[a-z]{2}_")
_NUMBERED: Final = frozenset(
    [
        "aba_routing",
        "bank_account",
        "bic",
        "card_expiry",
        "device_id",
        "health_plan_id",
        "iban",
        "imei",
        "license_plate",
        "mac",
        "medical_record_number",
        "national_id",
        "passport",
        "payment_card",
    ]
)
_SEPARATORS: Final = re.compile(r"[\s\-./_:]+")
_PHONE: Final = re.compile(r"(\+?)([0-9]+)(?:(?:;ext=|ext\.?|x|#)([0-9]+))?")
_MOST_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Identifier:
    """A kind and a value that a person is known by. The value is never printed."""

    kind: str
    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise FormatError("the kind of an identifier is not the name of a kind")
        if not self.value.strip() or len(self.value) > _MOST_BYTES:
            raise FormatError("an identifier is empty or too long")

    def spellings(self) -> list[tuple[str, bytes]]:
        """Kinds and values under which it may have been disclosed: an IPv4 address also stands in IPv6 logs."""
        raw = self.value.encode("utf-8", "surrogatepass")
        if self.kind not in {"ip", "ipv4", "ipv6"}:
            return [(self.kind, raw)]
        return [(kind, text.encode()) for kind, text in _addresses(self.value)]


def subject_of(key: bytes, kind: str, value: bytes) -> bytes:
    """Pseudonym of a value: first 16 bytes of HMAC-SHA-256(key, kind || 0x00 || normal form).

    Args:
        key: Accounting key of the year, or the key of the deny-list.
        kind: Kind of the value.
        value: The plaintext; it does not outlive this call here.
    """
    return hmac.digest(key, kind.encode() + b"\x00" + normal_form(kind, value), "sha256")[:CUT]


def normal_form(kind: str, value: bytes) -> bytes:
    """The form that is hashed; bytes that are no text stay as they are."""
    try:
        text = unicodedata.normalize("NFKC", value.decode()).strip()
    except UnicodeDecodeError:
        return value
    if kind in {"ipv4", "ipv6"}:
        return _address(text)
    if kind == "phone":
        return _phone(text)
    if kind in _NUMBERED or _COUNTRY.match(kind):
        return _SEPARATORS.sub("", text).casefold().encode()
    return _words(text.removesuffix(".") if kind == "email" else text)


def _words(text: str) -> bytes:
    return unicodedata.normalize("NFKC", " ".join(text.casefold().split())).encode()


def _phone(text: str) -> bytes:
    """E.164 where the number says its country; the bare digits where it does not."""
    plain = "".join(_digit(char) for char in text.casefold().removeprefix("tel:"))
    if plain.lstrip(" (").startswith(("+", "00")):
        plain = plain.replace("(0)", "")
    found = _PHONE.fullmatch(re.sub(r"[\s().\-/]+", "", plain))
    if found is None:
        return _words(text)
    plus, digits, extension = found.groups()
    if not plus and digits.startswith("00"):
        plus, digits = "+", digits[2:]
    return f"{plus}{digits}{';ext=' + extension if extension else ''}".encode()


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _address(text: str) -> bytes:
    """The address in hex, so that every spelling of it is one; zone and brackets do not count."""
    bare = text.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(bare).packed.hex().encode()
    except ValueError:
        return _words(text)


def _addresses(text: str) -> list[tuple[str, str]]:
    bare = text.strip().strip("[]").partition("%")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        raise FormatError("an IP address is not one") from None
    inner = address if address.version == 4 else address.ipv4_mapped  # noqa: PLR2004 - the version of IP
    if inner is None:
        return [("ipv6", bare)]
    return [("ipv4", str(inner)), ("ipv6", f"::ffff:{inner}")]
