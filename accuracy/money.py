"""Numbers of payments and of devices, made here: cards, accounts, wallets, network addresses. Pure.

Sources: ISO/IEC 7812-1 (cards), ISO 13616 (IBAN; lengths and shapes of SWIFT's registry), ISO 9362 (BIC), ABA routing symbol
(weights 3 7 1), 3GPP TS 23.003 annex B (IMEI), RFC 5737 and RFC 3849 (addresses for documentation), RFC 7042 (MAC addresses for
documentation), Bitcoin developer guide (addresses), EIP-55 (Ethereum; all lower case here, which is valid without its checksum).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from checkdigits import base58_check, luhn, mod_97, weighted
from national import digits

if TYPE_CHECKING:
    import random

_CARDS = (("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("3528", 16))
_IBANS = {
    "DE": "n18",
    "GB": "a4n14",
    "FR": "n10c11n2",
    "NL": "a4n10",
    "ES": "n20",
    "PL": "n24",
    "BE": "n12",
    "CH": "n5c12",
    "NO": "n11",
    "IT": "a1n10c12",
}
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def card(source: random.Random, style: str) -> str:
    """A card number, ``plain``, ``spaced`` or ``dashed``."""
    prefix, length = source.choice(_CARDS)
    body = prefix + digits(source, length - len(prefix) - 1)
    number = body + luhn(body)
    sizes = (4, 6, 5) if length == 15 else (4, 4, 4, 4)
    groups = [number[sum(sizes[:place]) :][:size] for place, size in enumerate(sizes)]
    return {"spaced": " ", "dashed": "-"}.get(style, "").join(groups)


def iban(source: random.Random, style: str) -> str:
    """An account of ten countries, in one piece or in groups of four."""
    country = source.choice(tuple(_IBANS))
    body = "".join(_piece(source, piece) for piece in _pieces(_IBANS[country]))
    text = country + mod_97(f"{body}{country}00") + body
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if style == "spaced" else text


def _pieces(shape: str) -> list[str]:
    cut = [place for place, character in enumerate(shape) if character.isalpha()] + [len(shape)]
    return [shape[start:end] for start, end in pairwise(cut)]


def _piece(source: random.Random, piece: str) -> str:
    letters = {"n": "0123456789", "a": _UPPER, "c": _UPPER + "0123456789"}[piece[0]]
    return "".join(source.choice(letters) for _ in range(int(piece[1:])))


def bic(source: random.Random) -> str:
    """Four letters of a bank, a country, a place, sometimes a branch."""
    bank = "".join(source.choice(_UPPER) for _ in range(4))
    return (
        bank
        + source.choice(("DE", "FR", "GB", "PL"))
        + source.choice(("FF", "PP", "2L", "MM"))
        + source.choice(("", 3 * "X"))
    )


def aba_routing(source: random.Random) -> str:
    """Nine digits, weights 3 7 1, modulus 10."""
    body = f"{source.randrange(1, 13):02}{digits(source, 6)}"
    return body + str(-weighted(body, (3, 7, 1)) % 10)


def bitcoin(source: random.Random) -> str:
    """A pay-to-key-hash or pay-to-script-hash address."""
    return base58_check(source.choice((b"\x00", b"\x05")) + source.randbytes(20))


def ethereum(source: random.Random) -> str:
    """Twenty bytes in lower-case hex."""
    return "0x" + source.randbytes(20).hex()


def imei(source: random.Random) -> str:
    """Fourteen digits and their Luhn digit."""
    body = source.choice(("35", "86", "01")) + digits(source, 12)
    return body + luhn(body)


def ipv4(source: random.Random) -> str:
    """An address for documentation, seldom a private one."""
    if source.random() < 0.15:
        return f"10.{source.randrange(256)}.{source.randrange(256)}.{source.randrange(1, 255)}"
    return f"{source.choice(('192.0.2', '198.51.100', '203.0.113'))}.{source.randrange(1, 255)}"


def ipv6(source: random.Random) -> str:
    """An address for documentation, short or in full."""
    groups = [f"{source.randrange(1, 65536):x}" for _ in range(6)]
    return source.choice(
        (f"2001:db8::{groups[0]}", f"2001:db8:{groups[0]}::{groups[1]}:{groups[2]}", f"2001:db8:{':'.join(groups)}")
    )


def mac(source: random.Random) -> str:
    """An address for documentation, with colons or hyphens."""
    joint = source.choice("::-")
    return joint.join(("00", "00", "5E" if joint == "-" else "5e", "00", "53", f"{source.randrange(256):02x}"))


def coordinates(source: random.Random) -> tuple[str, str]:
    """Latitude and longitude with six decimals."""
    return f"{source.uniform(36, 60):.6f}", f"{source.uniform(-9, 30):.6f}"
