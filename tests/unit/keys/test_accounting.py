"""The accounting keys: made once, the same for everybody, refused when touched, gone when destroyed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from milkglass.errors import FormatError, KeysError, MilkglassError
from milkglass.keys.accounting import YearKeys

if TYPE_CHECKING:
    from pathlib import Path


class Counting:
    """Random bytes that differ each time."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        """The next ones."""
        self.count += 1
        return self.count.to_bytes(2, "big") * (size // 2)


def keys(tmp_path: Path, wrapping: bytes = bytes(32)) -> YearKeys:
    """Keys in a folder."""
    return YearKeys(tmp_path / "accounting", wrapping, Counting())


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """Of many that make it at once all get the same; years differ; nobody else may read the file."""
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(keys(tmp_path).make(2026))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    mine = keys(tmp_path)
    assert mine.get(2026) == found[0]
    assert mine.get(2027) is None
    assert (tmp_path / "accounting" / "2026.json").stat().st_mode & 0o777 == 0o600
    assert found[0].hex() not in (tmp_path / "accounting" / "2026.json").read_text()
    assert repr(mine) == "YearKeys(...)"


@pytest.mark.parametrize("damage", ["other keys", "open to others", "cut", "another year"])
def test_a_file_that_is_not_as_it_was_is_refused(tmp_path: Path, damage: str) -> None:
    """Never a wrong key in place of an error."""
    mine = keys(tmp_path)
    mine.make(2026)
    file = tmp_path / "accounting" / "2026.json"
    if damage == "other keys":
        mine = keys(tmp_path, b"x" * 32)
    elif damage == "open to others":
        file.chmod(0o644)
    elif damage == "cut":
        file.write_text(file.read_text()[:20])
    else:
        mine.make(2027)
        (tmp_path / "accounting" / "2027.json").rename(file)
    with pytest.raises((KeysError, FormatError)) as refusal:
        mine.get(2026)
    assert isinstance(refusal.value, MilkglassError)


def test_what_was_destroyed_is_gone(tmp_path: Path) -> None:
    """For every process at once; destroying it twice is no error."""
    mine, other = keys(tmp_path), keys(tmp_path)
    mine.make(2019)
    mine.make(2020)
    mine.destroy(2019)
    mine.destroy(2019)
    assert other.get(2019) is None
    assert other.get(2020) is not None
