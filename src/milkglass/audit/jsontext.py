"""The one JSON dialect and the one time format of the evidence: strict to read, plain to write.

Used by `entry`, `disclosure` and `exported`. Pure; spec: `docs/spec/audit-entry.md` section 1.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 65_535
"""Most bytes in an entry or a row (the bundle limit of C2SP tlog-tiles)."""

_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", re.ASCII)
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def dump(value: dict[str, Any]) -> bytes:
    """Write an object: UTF-8, keys sorted, no insignificant white space.

    Raises:
        FormatError: A string in it could mislead a reader (see `is_plain`), or the result is over 65,535 bytes.
    """
    text = _encode(value)
    if not _is_harmless(text):
        _insist_on_plain(value)
    data = text.encode()
    if len(data) > MAX_BYTES:
        raise FormatError("an entry may have 65,535 bytes at most")
    return data


def load(data: bytes) -> dict[str, Any]:
    """Read an object, refusing what two readers could read in two ways.

    Raises:
        FormatError: Not UTF-8, not JSON, not an object, too large, a key twice, NaN, or a string that is not plain.
    """
    if len(data) > MAX_BYTES:
        raise FormatError("longer than 65,535 bytes")
    try:
        text = data.decode()
        value = _decoder.decode(text)
    except (ValueError, RecursionError):
        raise FormatError("not a JSON object with unique keys") from None
    if not isinstance(value, dict):
        raise FormatError("not a JSON object")
    if not _is_harmless(text):
        _insist_on_plain(value)
    return value


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that could forge or hide output.

    Refused are control characters (C0, DEL, C1), format characters (bidirectional overrides, zero-width characters), line and
    paragraph separators, and lone surrogates: the Unicode categories Cc, Cf, Cs, Zl, Zp.
    """
    return (text.isascii() and text.isprintable()) or not any(
        unicodedata.category(char) in _UNSAFE_CATEGORIES for char in text
    )


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds (cut, not rounded) and ``Z``.

    Raises:
        FormatError: The moment carries no time zone.
    """
    if moment.tzinfo is None:
        raise FormatError("a time needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_time(text: object) -> datetime:
    """Read exactly what `format_time` writes.

    Raises:
        FormatError: Any other form, or no such moment.
    """
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise FormatError("a time is not RFC 3339 in UTC with milliseconds")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FormatError("no such time") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)


def _is_harmless(text: str) -> bool:
    """Whether no string in this JSON text can be other than plain, judged without looking at each."""
    return text.isascii() and text.isprintable() and "\\" not in text


def _insist_on_plain(value: object) -> None:
    if not all(map(is_plain, _strings(value))):
        raise FormatError("a text holds control, bidirectional or invisible characters")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
