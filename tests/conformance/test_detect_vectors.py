"""Detection finds in every text of `vectors/detect` exactly what is marked there, and masking replaces exactly that."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from milkglass import Masker
from milkglass.masking.kinds import KINDS

FOLDER = Path(__file__).parents[2] / "vectors" / "detect"
FILES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
GROUPS = ("good", "bad", "lookalike")

Mark = tuple[int, int, str]

every_file = pytest.mark.parametrize("name", FILES)


@pytest.fixture(scope="module")
def masker() -> Masker:
    """Writes stars."""
    return Masker("stars")


def unmarked(case: str, kind: str | None) -> tuple[str, list[Mark]]:
    """The text of a case without its marks, and the marks: start and end in bytes, kind."""
    text, marks = "", []
    for index, part in enumerate(re.split("[«»]", case)):
        start, value = len(text.encode()), part
        if index % 2:
            name, bar, rest = part.partition("|")
            found, value = (name, rest) if bar and name in KINDS else (kind, part)
            assert found is not None, f"a mark without a kind: {case}"
            marks.append((start, start + len(value.encode()), found))
        text += value
    return text, marks


def cases(name: str) -> list[tuple[str, list[Mark]]]:
    """All texts of a file and what is marked in them."""
    vectors = FILES[name]
    return [unmarked(case, vectors["kind"]) for group in GROUPS for case in vectors[group]]


def starred(text: str, marks: list[Mark]) -> re.Pattern[bytes]:
    """What masking may make of a text: stars for each mark; a bare number of JSON may get quotation marks round them."""
    data, at, pattern = text.encode(), 0, b""
    for number, (start, end, _) in enumerate(marks):
        is_number = re.fullmatch(rb"[-+.eE\d]+", data[start:end]) is not None
        quote = rb"(?P<q%d>(?:\\*\")?)" % number if is_number else b""
        close = rb"(?P=q%d)" % number if is_number else b""
        pattern += re.escape(data[at:start]) + quote + re.escape(b"***") + close
        at = end
    return re.compile(pattern + re.escape(data[at:]))


def is_json(text: str | bytes) -> bool:
    """Whether a text is one JSON document."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_every_kind_has_a_file() -> None:
    """There is a file for each kind and for the keys, no other, and each says of which kind it is."""
    assert {name: vectors["kind"] for name, vectors in FILES.items()} == {name: name for name in KINDS} | {"keys": None}


@every_file
def test_files_are_complete(name: str) -> None:
    """A file tells what it is about and where that is written, and has distinct cases in each of its three lists."""
    vectors = FILES[name]
    assert list(vectors) == ["kind", "about", "source", *GROUPS]
    assert vectors["about"]
    assert vectors["source"]
    for group in GROUPS:
        assert vectors[group]
        assert len(set(vectors[group])) == len(vectors[group])


@every_file
def test_marks_stand_where_they_belong(name: str) -> None:
    """A good case marks something of the file's kind; the others mark nothing."""
    vectors = FILES[name]
    for case in vectors["good"]:
        _, marks = unmarked(case, vectors["kind"])
        assert any(kind == vectors["kind"] or vectors["kind"] is None for _, _, kind in marks), case
        assert case.count("«") == case.count("»") == len(marks), case
    assert [case for group in ("bad", "lookalike") for case in vectors[group] if re.search("[«»]", case)] == []


@every_file
def test_found_is_what_is_marked(masker: Masker, name: str) -> None:
    """All findings of a text, in order, are its marks: no more, no fewer, byte for byte, each of its kind."""
    for text, marks in cases(name):
        found = [(finding.start, finding.end, finding.kind) for finding in masker.find(text.encode())]
        assert found == marks, text


@every_file
def test_masking_replaces_what_is_marked(masker: Masker, name: str) -> None:
    """Stars stand in place of each mark and everything else stays; a line of JSON stays one."""
    for text, marks in cases(name):
        masked = masker.mask(text)
        assert starred(text, marks).fullmatch(masked.encode()), (text, masked)
        assert masker.mask_lines(text.encode()) == masked.encode()
        assert is_json(masked) or not is_json(text), (text, masked)


@every_file
def test_masking_twice_is_masking_once(masker: Masker, name: str) -> None:
    """What was masked holds nothing to mask."""
    for text, _ in cases(name):
        masked = masker.mask(text)
        assert masker.mask(masked) == masked, text
