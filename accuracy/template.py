"""Templates: text with placeholders, from ``templates/SHAPE.txt``, one template to a line after its name.

``«email»`` plants a value and labels its bytes. In full: ``«kind:style@person|filter»``; the filter is how the place escapes values,
``! filter NAME`` sets it for the lines that follow. ``«any»`` is the kind that the record drew, ``«#key snake»`` a key for it, ``«bare»`` a
kind that needs no key. ``«#iso»`` and the like are fillers, ``«~text»`` may be masked or not. ``⏎`` is a line end.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from escapes import FILTERS
from fillers import fill
from values import BARE, KEYS, SUBJECTS, Record, make

if TYPE_CHECKING:
    import random

FOLDER = Path(__file__).parent / "templates"
TUNING_PERCENT = 70
_PLACE = re.compile("«([^»]*)»")
_VALUE = re.compile(r"(?P<kind>[a-z0-9_]+)(?::(?P<style>[a-z0-9]+))?(?:@(?P<who>\d))?(?:\|(?P<filter>[a-z0-9]*))?")
FREE = "free"


@dataclass(frozen=True, slots=True)
class Label:
    """A planted value.

    Args:
        start: First byte in the UTF-8 text.
        end: After its last byte.
        kind: Its kind, or ``free`` for text that may be masked or not.
        cores: The parts that identify.
    """

    start: int
    end: int
    kind: str
    cores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it would be logged; a stack trace is one, with line ends in it."""

    template: Template
    text: str
    labels: tuple[Label, ...]

    @property
    def planted(self) -> tuple[Label, ...]:
        """The labels that count."""
        return tuple(label for label in self.labels if label.kind != FREE)


@dataclass(frozen=True, slots=True)
class Template:
    """One line of a file of templates."""

    name: str
    text: str
    filter: str

    @property
    def shape(self) -> str:
        """The log format it is an example of."""
        return self.name.partition("/")[0]

    @property
    def is_tuning(self) -> bool:
        """Whether its failures may be looked at; decided by its name alone, once and for all."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % 100 < TUNING_PERCENT

    @property
    def is_clean(self) -> bool:
        """Whether it plants nothing."""
        return not any(place[0] not in "#~" for place in _PLACE.findall(self.text))

    def render(self, source: random.Random) -> Line:
        """One record of this template."""
        record = Record(source)
        bytes_, labels = bytearray(), []
        for number, piece in enumerate(_PLACE.split(self.text)):
            text, kind, cores = (piece.replace("⏎", "\n"), "", ()) if number % 2 == 0 else self._place(record, piece)
            start = len(bytes_)
            bytes_ += text.encode()
            if kind:
                labels.append(Label(start, len(bytes_), kind, cores))
        return Line(self, bytes_.decode(), tuple(labels))

    def _place(self, record: Record, piece: str) -> tuple[str, str, tuple[str, ...]]:
        if piece[0] == "~":
            return piece[1:], FREE, ()
        if piece.startswith("#key"):
            return _key(record, piece[5:]), "", ()
        if piece[0] == "#":
            return fill(record.source, piece[1:]), "", ()
        return self._value(record, piece)

    def _value(self, record: Record, piece: str) -> tuple[str, str, tuple[str, ...]]:
        found = _VALUE.fullmatch(piece)
        if found is None:
            raise ValueError(f"{self.name}: {piece}")
        kind = found["kind"]
        if kind == "bare":
            kind = record.source.choice(BARE)
        if kind == "any":
            kind = _subject(record)
        name = self.filter if found["filter"] is None else found["filter"]
        # Without an escape a quotation mark in a password would end it for any reader.
        style = found["style"] or ("plain" if kind == "password" and not name else "")
        value, escape = make(kind, record, style, found["who"] or "1"), FILTERS[name]
        return escape(value.text), kind, value.cores


def _subject(record: Record) -> str:
    if not record.subject:
        record.subject = record.source.choice(SUBJECTS)
    return record.subject


def _key(record: Record, style: str) -> str:
    record.key = record.key or record.source.choice(KEYS[_subject(record)])
    words = record.key.split("_")
    spelled = {
        "camel": words[0] + "".join(word.title() for word in words[1:]),
        "kebab": "-".join(words),
        "header": "-".join(word.title() for word in words),
        "upper": "_".join(words).upper(),
        "prose": " ".join(words),
        "title": " ".join(words).capitalize(),
    }
    return spelled.get(style, "_".join(words))


def load(folder: Path = FOLDER) -> tuple[Template, ...]:
    """All templates, in the order of their files and lines."""
    templates: list[Template] = []
    for path in sorted(folder.glob("*.txt")):
        escape = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("! filter"):
                escape = line.split()[2] if len(line.split()) > 2 else ""
            elif line and not line.startswith("# "):
                name, _, text = line.partition("  ")
                templates.append(Template(f"{path.stem}/{name}", text, escape))
    return tuple(templates)
