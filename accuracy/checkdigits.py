"""Check digits: the algorithms that several numbers share. Pure; ``national.py``, ``payments.py`` and ``network.py`` build on it.

Sources: Luhn, ISO/IEC 7812-1 annex B; mod 97-10, mod 11-2 and mod 11,10, ISO/IEC 7064; Verhoeff, "Error Detecting Decimal Codes",
Mathematical Centre Tracts 29 (1969); base 58 with a check, the Bitcoin developer guide; MRZ weights 7-3-1, ICAO Doc 9303 part 3.
"""

from __future__ import annotations

import hashlib
from itertools import cycle

_D5 = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_INVERSE = (0, 4, 3, 2, 1, 5, 6, 7, 8, 9)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """Sum of digit times weight; weights come round again when there are fewer of them than digits."""
    return sum(int(digit) * weight for digit, weight in zip(digits, cycle(weights), strict=False))


def luhn(digits: str) -> str:
    """The digit that completes a Luhn number."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def verhoeff(digits: str) -> str:
    """The digit that completes a Verhoeff number."""
    check = 0
    for place, digit in enumerate(reversed(digits), 1):
        value = int(digit)
        for _ in range(place % 8):
            value = _TURN[value]
        check = _D5[check][value]
    return str(_INVERSE[check])


def mod_97(text: str) -> str:
    """The two digits that make an IBAN: letters count from 10, country and ``00`` stand at the end of ``text``."""
    number = int("".join(str(int(character, 36)) for character in text))
    return f"{98 - number % 97:02}"


def mod_11_10(digits: str) -> str:
    """The digit of the hybrid system mod 11,10."""
    product = 10
    for digit in digits:
        product = (int(digit) + product) % 10 or 10
        product = product * 2 % 11
    return str((11 - product) % 10)


def mod_11_2(digits: str) -> str:
    """The digit or ``X`` of the pure system mod 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    value = (12 - total) % 11
    return "X" if value == 10 else str(value)


def mrz(text: str) -> str:
    """The digit of a field of a machine-readable zone."""
    values = (0 if character == "<" else int(character, 36) for character in text)
    return str(sum(value * weight for value, weight in zip(values, cycle((7, 3, 1)), strict=False)) % 10)


def base58_check(payload: bytes) -> str:
    """Base 58 of a payload and the first four bytes of its double SHA-256."""
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text
