"""Sealed values as they stand in text (``docs/spec/sealed-value.md`` section 1). Reading them needs no key."""

from __future__ import annotations

from dataclasses import dataclass

from milkglass import _core
from milkglass.errors import FormatError


@dataclass(frozen=True, slots=True)
class SealedValue:
    """What a sealed value says about itself.

    Args:
        text: The whole sealed value.
        mode: ``d``, ``r`` or ``o``.
        kind: Name of its kind, which this version need not know.
        kid: Id of the service-day key, eight base32 characters.
    """

    text: str
    mode: str
    kind: str
    kid: str


def find_sealed(data: bytes) -> list[tuple[int, int, SealedValue]]:
    """The sealed values in ``data`` from left to right: first byte, byte after the last, value."""
    return [
        (start, end, SealedValue(data[start:end].decode("ascii"), mode, kind, kid))
        for start, end, mode, kind, kid in _core.find_sealed(data)
    ]


def parse(text: str) -> SealedValue:
    """The sealed value that ``text`` is.

    Raises:
        FormatError: The text is anything else, or has something before or behind its sealed value.
    """
    if text.isascii():
        match find_sealed(text.encode("ascii")):
            case [(0, end, sealed)] if end == len(text):
                return sealed
    raise FormatError("the text is not a sealed value")
