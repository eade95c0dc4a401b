"""Sixteen thousand real log lines through sealing and opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milkglass import _core
from milkglass.masking.kinds import KINDS
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = bytes(range(32))
SERVICE = "loghub"


def _lines(shared_data: Path) -> Iterator[bytes]:
    for path in sorted((shared_data / "loghub").glob("*.log")):
        yield from path.read_bytes().splitlines(keepends=True)


def _masker() -> _core.Masker:
    """A masker that seals every kind reversibly, so that every line can be put together again."""
    masker = _core.Masker("seal", dict.fromkeys(KINDS, "d"))
    masker.set_sealer(SECRET, SERVICE, b"chain!")
    return masker


def _opened(line: bytes, keys: dict[str, _core.KindKey]) -> bytes:
    """The line with every sealed value replaced by what it opens to."""
    pieces, at = [], 0
    for start, end, sealed in find_sealed(line):
        value, bare = keys[sealed.kind].open(sealed.text)
        assert not bare
        pieces += [line[at:start], value]
        at = end
    return b"".join([*pieces, line[at:]])


@pytest.mark.shared_data
def test_every_line_comes_back(shared_data: Path) -> None:
    """A masked line, once opened, is the line byte by byte; masking it twice changes nothing more."""
    masker, keys = _masker(), {kind: _core.KindKey(SECRET, kind, SERVICE) for kind in KINDS}
    lines = sealed = 0
    for line in _lines(shared_data):
        masked = masker.mask_bytes(line)
        assert masker.mask_bytes(masked) == masked
        assert _opened(masked, keys) == line
        lines += 1
        sealed += len(find_sealed(masked))
    assert lines >= 16_000
    assert sealed > 1_000


@pytest.mark.shared_data
def test_real_lines_hold_no_sealed_value(shared_data: Path) -> None:
    """Nothing that was not sealed is taken for a sealed value."""
    assert not any(find_sealed(line) for line in _lines(shared_data))
