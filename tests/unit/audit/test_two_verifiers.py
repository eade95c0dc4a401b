"""`audit verify` beside a second verifier that shares no line with it: they agree on what holds and on what does not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.audit.verify import verify

if TYPE_CHECKING:
    from mgaudit import Recorder

_SECOND = Path(__file__).parents[2] / "audit_second_verifier.py"


def second() -> Any:
    """The second verifier."""
    spec = importlib.util.spec_from_file_location("audit_second_verifier", _SECOND)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def edit(lines: list[bytes], at: int) -> list[bytes]:
    """One letter of an entry is another."""
    return [*lines[:at], lines[at].replace(b'"v":1', b'"v":2'), *lines[at + 1 :]]


def delete(lines: list[bytes], at: int) -> list[bytes]:
    """An entry is gone."""
    return [*lines[:at], *lines[at + 1 :]]


def swap(lines: list[bytes], at: int) -> list[bytes]:
    """An entry stands before the one before it."""
    return [*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]]


def insert(lines: list[bytes], at: int) -> list[bytes]:
    """An entry stands twice."""
    return [*lines[:at], lines[at], *lines[at:]]


def cut(lines: list[bytes], at: int) -> list[bytes]:
    """Everything from an entry on is gone."""
    return lines[:at]


@pytest.fixture
def told(recorder: Recorder) -> Path:
    """The export of a story."""
    recorder.story()
    return recorder.export()


def test_both_accept_what_holds(told: Path, recorder: Recorder) -> None:
    """An untouched export is accepted by both."""
    assert verify(told, vkey=recorder.log.vkey, kept=[recorder.note()]).ok
    assert second().verify(told, recorder.log.vkey, [recorder.note()]) == set()


def test_the_second_verifier_stays_small() -> None:
    """It can be read in one sitting: at most 150 lines, and it imports nothing of milkglass."""
    text = _SECOND.read_text()
    assert text.count("\n") <= 150
    assert "import milkglass" not in text
    assert "from milkglass" not in text


@pytest.mark.parametrize("change", [edit, delete, swap, insert, cut])
@pytest.mark.parametrize("hashes", [False, True], ids=["entries", "entries-and-hashes"])
def test_both_refuse_each_change_at_each_entry(told: Path, recorder: Recorder, change: Any, *, hashes: bool) -> None:
    """Security case 27: edit, delete, reorder, insert, truncate, at every place: both refuse, also if the hashes follow."""
    file, judge = told / "entries.jsonl", second()
    lines, recorded = file.read_bytes().splitlines(), (told / "leaves.txt").read_bytes()
    for at in range(1, len(lines)):
        changed = change(lines, at)
        file.write_bytes(b"".join(line + b"\n" for line in changed))
        if hashes:
            leaves = [judge.sha(b"\x00" + line).hex() + "\n" for line in changed]
            (told / "leaves.txt").write_text("".join(leaves))
        assert not verify(told, vkey=recorder.log.vkey, kept=[recorder.note()]).ok
        assert judge.verify(told, recorder.log.vkey, [recorder.note()])
        (told / "leaves.txt").write_bytes(recorded)
