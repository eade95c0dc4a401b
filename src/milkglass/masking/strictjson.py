"""JSON as our files have it: one object with exactly the named fields, no name twice, no surprises. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Collection


def read_object(text: str | bytes, what: str, fields: Collection[str]) -> dict[str, Any]:
    """The object in ``text``.

    Args:
        text: JSON; bytes are UTF-8.
        what: What it should be, for the message: ``keyring row``.
        fields: The names it has to have, all of them and no others.

    Raises:
        FormatError: naming the field, never its content.
    """
    try:
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse)
    except _FieldError as error:
        raise FormatError(f"{what}: {error}") from None
    except (ValueError, RecursionError):
        raise FormatError(f"{what}: it is not JSON") from None
    check_fields(value, what, fields)
    return dict(value)


def check_fields(value: object, what: str, fields: Collection[str]) -> None:
    """Refuse what is no object with exactly these fields.

    Raises:
        FormatError: naming the field that is missing; an extra one is only counted, its name may be anything.
    """
    if not isinstance(value, dict):
        raise FormatError(f"{what}: it is not a JSON object")
    missing = sorted(set(fields) - value.keys())
    if missing:
        raise FormatError(f"{what}: field {missing[0]} is missing")
    if len(value) > len(set(fields)):
        raise FormatError(f"{what}: it has a field that this version does not know")


def read_base64(value: object, what: str, field: str, size: int) -> bytes:
    """The ``size`` bytes of a base64 text (RFC 4648 section 4) in its one right spelling.

    Raises:
        FormatError: naming the field.
    """
    try:
        raw = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != size or base64.b64encode(raw).decode() != value:
        raise FormatError(f"{what}: field {field} is not base64 of {size} bytes")
    return raw


def write_base64(raw: bytes) -> str:
    """Base64 with padding."""
    return base64.b64encode(raw).decode()


class _FieldError(Exception):
    pass


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _FieldError("a field stands twice")
    return found


def _refuse(name: str) -> None:
    raise _FieldError(f"{name} is no number of JSON")
