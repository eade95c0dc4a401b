"""The one type in which an opened value travels: it will not print, format, pickle or copy into a container by accident.

Obeys promise 1 of the house rules: plaintext leaves through :meth:`Plaintext.expose` only, which is easy to search for.
"""

from __future__ import annotations

import hmac
from typing import NoReturn, final


@final
class Plaintext:
    """A value that was opened.

    Args:
        value: Its bytes as they stood in the line.
        bare: Whether it stood in JSON as a number, so that who puts it back removes the quotation marks around it.
    """

    __slots__ = ("_value", "bare")

    _value: bytes
    bare: bool

    def __init__(self, value: bytes, bare: bool = False) -> None:  # noqa: FBT001, FBT002 - the interface the rooms agreed on
        object.__setattr__(self, "_value", bytes(memoryview(value)))
        object.__setattr__(self, "bare", bare)

    def expose(self) -> bytes:
        """The bytes of the value, for the one place that hands them to the person who was granted them."""
        return self._value

    def __repr__(self) -> str:
        return "Plaintext(...)"

    def __str__(self) -> str:
        return "Plaintext(...)"

    def __format__(self, spec: str) -> str:
        return "Plaintext(...)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plaintext):
            return NotImplemented
        return hmac.compare_digest(self._value, other._value) and self.bare == other.bare

    __hash__ = None  # type: ignore[assignment]  # a hash would put values into sets and keys

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a plaintext does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a plaintext does not change")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a plaintext is not pickled or copied")
