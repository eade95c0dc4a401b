"""How a value is written inside other text, and how a reader gets it back. Pure.

``FILTERS`` are applied to planted values by templates; ``readable`` undoes escapes on both sides before a leak is looked for.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote

if TYPE_CHECKING:
    from collections.abc import Callable

_UNICODE = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
_BACKSLASH = re.compile(r"\\+([nrt])|\\+(.)")


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _ascii_json(text: str) -> str:
    return json.dumps(text)[1:-1]


FILTERS: dict[str, Callable[[str], str]] = {
    "": lambda text: text,
    "json": _json,
    "ascii": _ascii_json,
    "json2": lambda text: _json(_json(text)),
    "json3": lambda text: _json(_json(_json(text))),
    "u0040": lambda text: _json(text).replace("@", "\\u0040"),
    "slash": lambda text: _json(text).replace("/", "\\/"),
    "url": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "url2": lambda text: quote(quote(text, safe=""), safe=""),
    "sql": lambda text: text.replace("'", "''"),
    "xml": html.escape,
    "csv": lambda text: text.replace('"', '""'),
    "repr": lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    "shell": lambda text: text.replace("'", "'\\''"),
}


def readable(text: str) -> str:
    r"""The text as somebody reads it who undoes percent, ``\\u``, backslash and HTML escapes, at any depth."""
    for _ in range(3):
        before = text
        text = html.unescape(unquote(text))
        text = _UNICODE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        if text == before:
            break
    return _BACKSLASH.sub(lambda found: " " if found[1] else found[2], text)


def essence(text: str) -> str:
    """Letters and digits of the readable text, in lower case: separators and case hide nothing."""
    return "".join(character for character in readable(text).casefold() if character.isalnum())
