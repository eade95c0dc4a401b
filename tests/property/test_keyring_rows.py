"""Rows survive their text, no damaged text gives another row, no changed row opens, and no cut file loses a row."""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milkglass import _core
from milkglass.errors import FormatError, KeysError, StorageError
from milkglass.masking.keyring import SUITE, KeyringRow, append_rows, read_rows

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgkeys import DAY, DOMAIN, make_keys, make_row

TIMES = st.integers(0, 253_402_300_800)
KIDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8)
SERVICES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,62}", fullmatch=True)
MONTHS = st.from_regex(r"2[0-9]{3}-(0[1-9]|1[0-2])", fullmatch=True)
DOMAINS = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?", fullmatch=True)


@st.composite
def rows(draw: st.DrawFn) -> KeyringRow:
    """Any row."""
    begin, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    unseal = f"{draw(DOMAINS)}/{draw(MONTHS)}"
    sealed = draw(st.binary(min_size=80, max_size=80))
    return KeyringRow(1, draw(KIDS), draw(SERVICES), begin, end, unseal, SUITE, sealed)


@cache
def opened() -> tuple[Any, KeyringRow]:
    """A key folder and a row that it opens."""
    keys = make_keys(Path(tempfile.mkdtemp()) / "keys")
    pair, secret = keys.pairs()[0], bytes(range(32))
    kid = _core.kid_of(secret)
    row = KeyringRow(1, kid, "checkout", DAY, DAY + 86_400, pair.unseal, SUITE, bytes(80))
    return keys, replace(row, sealed=_core.seal_day(secret, pair.public, row.info(), b"r" * 32))


@given(rows())
def test_round_trip(row: KeyringRow) -> None:
    """A row reads back from its line, which is ASCII in one piece and short."""
    line = row.to_line()
    assert KeyringRow.from_line(line) == row
    assert line.isascii()
    assert line.isprintable()
    assert len(line) <= 4096


@given(rows(), rows())
def test_info_tells_rows_apart(first: KeyringRow, second: KeyringRow) -> None:
    """Two rows that differ in anything but the sealed bytes are bound to different bytes."""
    same = replace(first, sealed=bytes(80)) == replace(second, sealed=bytes(80))
    assert (first.info() == second.info()) == same


@given(rows(), st.data())
def test_info_of_one_changed_field(row: KeyringRow, data: st.DataObject) -> None:
    """Each field by itself changes what the sealing is bound to."""
    other = data.draw(rows())
    name = data.draw(st.sampled_from(["kid", "service", "not_before", "not_after", "unseal"]))
    assume(getattr(row, name) != getattr(other, name))
    try:
        changed = replace(row, **{name: getattr(other, name)})
    except FormatError:
        return
    assert changed.info() != row.info()


@given(rows(), st.data())
def test_cut_line_is_no_row(row: KeyringRow, data: st.DataObject) -> None:
    """No beginning of a line is a row."""
    line = row.to_line()
    with pytest.raises(FormatError):
        KeyringRow.from_line(line[: data.draw(st.integers(0, len(line) - 1))])


@given(rows(), st.data())
def test_damaged_line_is_no_such_row(row: KeyringRow, data: st.DataObject) -> None:
    """A line with one character changed is refused, or is a row that says something else."""
    line = row.to_line()
    position = data.draw(st.integers(0, len(line) - 1))
    character = data.draw(st.characters())
    assume(character != line[position])
    with suppress(FormatError):
        assert KeyringRow.from_line(line[:position] + character + line[position + 1 :]) != row


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(repr))
def test_any_text_is_refused_politely(text: str) -> None:
    """Whatever is not a row is a FormatError and nothing else."""
    with pytest.raises(FormatError):
        KeyringRow.from_line(text)


@given(rows(), st.sets(st.sampled_from([one.name for one in fields(KeyringRow)]), min_size=1))
def test_changed_row_does_not_open(other: KeyringRow, names: set[str]) -> None:
    """A row of which any fields were exchanged for those of another row does not open."""
    keys, row = opened()
    try:
        changed = replace(row, **{name: getattr(other, name) for name in names})
    except FormatError:
        return
    assume(changed != row)
    with pytest.raises(KeysError):
        keys.open_day(changed, ["email"])


@given(st.integers(1, 4), st.data())
def test_file_cut_at_any_byte(count: int, data: st.DataObject) -> None:
    """Of a file cut anywhere every row whose end is there is read, and the next append goes behind exactly those."""
    with tempfile.TemporaryDirectory() as folder:
        path, all_rows = Path(folder) / "host.jsonl", [make_row(number) for number in range(count)]
        whole = "".join(row.to_line() + "\n" for row in all_rows)
        cut = data.draw(st.integers(0, len(whole)))
        path.write_text(whole[:cut])
        left = read_rows(path)
        assert left == all_rows[: (whole[:cut] + "\n").count("}\n")]
        append_rows(path, [make_row(99)])
        assert read_rows(path) == [*left, make_row(99)]


@given(st.binary(max_size=300))
def test_append_to_any_bytes(content: bytes) -> None:
    """Whatever a file holds, an append is refused and changes nothing, or ends the file with its row and keeps every line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "host.jsonl"
        path.write_bytes(content)
        try:
            append_rows(path, [make_row()])
        except StorageError:
            assert path.read_bytes() == content
        else:
            kept = content[: content.rfind(b"\n") + 1]
            assert path.read_bytes() == kept + make_row().to_line().encode() + b"\n"


def test_domain_of_the_other_tests() -> None:
    """The row of these tests is for the key folder of these tests."""
    assert opened()[1].unseal == f"{DOMAIN}/2026-11"
