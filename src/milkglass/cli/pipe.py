"""Bytes in, bytes out, as they come: what is read is handed on before more is waited for."""

from __future__ import annotations

import select
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = 1 << 20
files = click.argument(
    "files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
"""The argument of every command that reads logs; none is stdin."""


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file to read bytes from; ``-`` is stdin."""
    if name == "-":
        if sys.stdin is None:
            raise UsageError("stdin is closed", hint="name a file")
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def names(given: Sequence[str]) -> Sequence[str]:
    """The files to read: those given, or stdin."""
    return given or ("-",)


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """What is there already, up to a megabyte, again and again until the end; waits only while nothing is there."""
    while piece := _read(source, _PIECE):
        parts, size = [piece], len(piece)
        while size < _PIECE and _is_ready(source):
            piece = _read(source, _PIECE - size)
            if not piece:
                break
            parts.append(piece)
            size += len(piece)
        yield b"".join(parts)


def write(data: bytes) -> None:
    """Write to stdout and flush, so that whoever reads sees it now."""
    if not data:
        return
    if sys.stdout is None:
        raise UsageError("stdout is closed")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _read(source: BinaryIO, size: int) -> bytes:
    """At most one read of the system."""
    read1 = getattr(source, "read1", source.read)
    piece: bytes = read1(size)
    return piece


def _is_ready(source: BinaryIO) -> bool:
    """Whether a read would not wait; the end of a file counts. Buffers hold nothing, because we read as much as they do."""
    try:
        return bool(select.select([source.fileno()], [], [], 0)[0])
    except (OSError, ValueError):
        return False


def lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines without their ends, LF or CR LF."""
    for line in source:
        yield line.removesuffix(b"\n").removesuffix(b"\r")
