"""The enrolment of a masking host: read strictly, written whole, and the right pair for the month."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from milkglass.errors import FormatError, KeysError, MissingPartError, StorageError
from milkglass.masking.enrolment import Enrolment, UnsealPair, load, month_bounds, save

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgkeys import DOMAIN, NOW

PAIRS = tuple(UnsealPair(f"{DOMAIN}/{month}", bytes([n]) * 32) for n, month in enumerate(("2026-11", "2026-12"), 1))
MINE = Enrolment(DOMAIN, Path("/srv/keyring/host.jsonl"), PAIRS)
TEXT = MINE.to_json()


def changed(**values: Any) -> str:
    """The text of the enrolment with other values."""
    return json.dumps({**json.loads(TEXT), **values})


def pair(**values: Any) -> dict[str, Any]:
    """The JSON of the first pair with other values."""
    return {**json.loads(TEXT)["pairs"][0], **values}


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 10, 31, 23, 59, 59, 999_999, tzinfo=UTC), None),
        (datetime(2026, 11, 1, tzinfo=UTC), "2026-11"),
        (datetime(2026, 11, 30, 23, 59, 59, 999_999, tzinfo=UTC), "2026-11"),
        (datetime(2026, 12, 1, tzinfo=UTC), "2026-12"),
        (datetime(2026, 12, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2026-11"),
        (datetime(2027, 1, 1, tzinfo=UTC), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
    ],
)
def test_pair_for_a_moment(now: datetime, month: str | None) -> None:
    """The pair is that of the month in UTC, to the microsecond; before and after there is none."""
    found = MINE.pair_for(now)
    assert (found.month if found else None) == month


def test_months_touch_each_other() -> None:
    """Every month ends where the next begins, over the end of a year and a leap February."""
    months = [f"{year}-{month:02d}" for year in (2027, 2028, 2029) for month in range(1, 13)]
    bounds = [month_bounds(month) for month in months]
    assert all(first[1] == second[0] for first, second in pairwise(bounds))
    assert bounds[13][1] - bounds[13][0] == 29 * 86_400


def test_saved_and_loaded(tmp_path: Path) -> None:
    """What is saved is what is loaded; the file is readable for all and writable for its owner."""
    save(MINE, tmp_path / "enrolment.json")
    assert load(tmp_path / "enrolment.json") == MINE
    assert stat.S_IMODE((tmp_path / "enrolment.json").stat().st_mode) == 0o644
    assert [file.name for file in tmp_path.iterdir()] == ["enrolment.json"]


def test_saved_for_all_to_read_under_any_umask(tmp_path: Path) -> None:
    """A careful umask does not hide the public halves from the process that masks."""
    mask = os.umask(0o077)
    try:
        save(MINE, tmp_path / "enrolment.json")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "enrolment.json").stat().st_mode) == 0o644


def test_saved_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is on the disk before the file gets its name, and the name before save returns."""
    done: list[str] = []
    real = os.fsync

    def sync(fd: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file"
        done.append(f"{kind}, named: {(tmp_path / 'enrolment.json').exists()}")
        real(fd)

    monkeypatch.setattr(os, "fsync", sync)
    save(MINE, tmp_path / "enrolment.json")
    assert done == ["file, named: False", "folder, named: True"]


def test_relative_keyring_counts_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path does not depend on where the process was started."""
    save(Enrolment(DOMAIN, Path("rows.jsonl"), PAIRS), tmp_path / "enrolment.json")
    monkeypatch.chdir("/")
    assert load(tmp_path / "enrolment.json").keyring == tmp_path / "rows.jsonl"
    monkeypatch.chdir(tmp_path)
    assert load(Path("enrolment.json")).keyring == tmp_path / "rows.jsonl"


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646, 0o622])
def test_file_that_others_can_write(tmp_path: Path, mode: int) -> None:
    """Who can write the enrolment can read the logs with a key of their own, so such a file is not used."""
    path = tmp_path / "enrolment.json"
    save(MINE, path)
    path.chmod(mode)
    with pytest.raises(KeysError) as caught:
        load(path)
    assert caught.value.code == "keys.permissions"
    assert "chmod" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        (TEXT[:-3], "not JSON"),
        (TEXT * 2, "not JSON"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (TEXT.replace('"v": 1', '"v": 1, "v": 1'), "twice"),
        (changed(v=2), "field v"),
        (changed(v=True), "field v"),
        (changed(private="x"), "does not know"),
        (changed(domain="Logs.example.com"), "field domain"),
        (changed(domain=7), "field domain"),
        (changed(domain="other.example.com"), "another domain"),
        (changed(keyring=""), "field keyring"),
        (changed(keyring="/"), "field keyring"),
        (changed(keyring="a\nb"), "field keyring"),
        (changed(keyring="a\0b"), "field keyring"),
        (changed(keyring=None), "field keyring"),
        (changed(pairs={}), "field pairs"),
        (changed(pairs=[7]), "not a JSON object"),
        (changed(pairs=[pair(), pair()]), "a month stands twice"),
        (changed(pairs=[pair(unseal=f"{DOMAIN}/2026-00")]), "field unseal"),
        (changed(pairs=[pair(unseal=None)]), "field unseal"),
        (changed(pairs=[pair(public="AA==")]), "field public"),
        (changed(pairs=[pair(public=None)]), "field public"),
        (changed(pairs=[pair(extra=1)]), "does not know"),
        (changed(pairs=[{"unseal": PAIRS[0].unseal}]), "field public is missing"),
    ],
)
def test_refused_text(text: str | bytes, says: str) -> None:
    """An enrolment that differs in anything from what it should be is refused with the name of the field."""
    with pytest.raises(FormatError, match=says):
        Enrolment.from_json(text)


def test_public_key_of_another_length() -> None:
    """A pair made by hand obeys the same rules."""
    with pytest.raises(FormatError, match="public"):
        UnsealPair(PAIRS[0].unseal, bytes(31))


def test_missing_file_says_what_to_run(tmp_path: Path) -> None:
    """No enrolment is an error of its own, with the next step."""
    with pytest.raises(MissingPartError) as caught:
        load(tmp_path / "none.json")
    assert "keys enrol" in caught.value.hint


def test_file_without_end(tmp_path: Path) -> None:
    """A file far too large is refused before it is parsed; a folder is no file."""
    (tmp_path / "large.json").write_bytes(b" " * (2 << 20))
    (tmp_path / "large.json").chmod(0o644)
    with pytest.raises(FormatError, match="larger"):
        load(tmp_path / "large.json")
    with pytest.raises(StorageError):
        load(tmp_path)


def test_save_replaces_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses leaves the old enrolment in place and nothing beside it."""
    path = tmp_path / "enrolment.json"
    save(MINE, path)

    def refuse(fd: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(StorageError):
            save(Enrolment(DOMAIN, Path("other.jsonl"), ()), path)
    assert load(path) == MINE
    assert [file.name for file in tmp_path.iterdir()] == ["enrolment.json"]


def test_hour_of_the_test_world_has_a_pair() -> None:
    """The time of the other tests lies in the first month."""
    assert MINE.pair_for(NOW) == PAIRS[0]
