"""The keyring of a server: every row in ``DATA/keyring/*.jsonl``, found by key id. IO.

Rows come from masking hosts on this machine, which append to files of their own, and over the API (:meth:`KeyringFolder.add`).
Both may happen at any moment in other processes: each question looks at the folder first.
"""

from __future__ import annotations

import os
import stat
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.errors import FormatError, KeysError
from milkglass.masking.durable import folder_lock, make_folder, refusals
from milkglass.masking.keyring import KeyringRow, append_rows, parse_line, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_OWN_FILE = "imported.jsonl"
_MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the keyring that is not used.

    Args:
        file: Name of the file.
        line: Number of the line, from 1; 0 is the whole file.
        message: What is wrong, without content.
    """

    file: str
    line: int
    message: str


@dataclass(slots=True)
class _File:
    """How far a file has been read."""

    inode: int
    size: int = 0
    changed_at: int = 0
    offset: int = 0
    lines: int = 0


@dataclass(slots=True)
class _Index:
    files: dict[str, _File] = field(default_factory=dict)
    rows: dict[str, KeyringRow | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, file: str, known: _File, lines: Iterable[bytes]) -> None:
        for line in lines:
            known.lines += 1
            try:
                self.put(parse_line(line))
            except (FormatError, KeysError) as error:
                self.note(Fault(file, known.lines, error.message))

    def note(self, fault: Fault) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(fault)

    def put(self, row: KeyringRow) -> None:
        """Two different rows under one key id: neither can be trusted, and neither is used."""
        if self.rows.setdefault(row.kid, row) != row:
            self.rows[row.kid] = None
            raise KeysError(f"key id {row.kid} has two different rows", code="keys.conflict")


class KeyringFolder:
    """The rows in a folder.

    Args:
        path: The folder; it is made by the first :meth:`add`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._index = _Index()

    def row(self, kid: str) -> KeyringRow | None:
        """The row of a key id, or None if there is none, or there are two that differ.

        Raises:
            StorageError: if the folder cannot be read.
        """
        with self._lock:
            self._refresh()
            return self._index.rows.get(kid)

    def months(self) -> list[str]:
        """Months of the unseal pairs that the rows are sealed to, ``YYYY-MM``, the oldest first.

        Raises:
            StorageError: if the folder cannot be read.
        """
        with self._lock:
            self._refresh()
            return sorted({row.unseal.rpartition("/")[2] for row in self._index.rows.values() if row is not None})

    def faults(self) -> list[Fault]:
        """Lines that are not used, the first hundred: damaged ones, and rows whose key id has another row.

        Raises:
            StorageError: if the folder cannot be read.
        """
        with self._lock:
            self._refresh()
            return list(self._index.faults)

    def add(self, rows: Sequence[KeyringRow]) -> int:
        """Add rows, all or none; how many were new. When it returns, the disk has them.

        Raises:
            KeysError: if a key id has another row already; code ``keys.conflict``.
            StorageError: if the folder cannot be written.
        """
        with self._lock:
            make_folder(self._path, 0o755)
            with folder_lock(self._path):
                self._refresh()
                fresh = self._fresh(rows)
                if fresh:
                    append_rows(self._path / _OWN_FILE, fresh)
            self._refresh()
        return len(fresh)

    def _fresh(self, rows: Sequence[KeyringRow]) -> list[KeyringRow]:
        fresh: dict[str, KeyringRow] = {}
        for row in rows:
            known = fresh.get(row.kid, self._index.rows.get(row.kid, row))
            if known != row:
                raise KeysError(
                    f"key id {row.kid} has another row already",
                    code="keys.conflict",
                    hint="a masking host may have been copied or restored wrongly",
                )
            if row.kid not in self._index.rows:
                fresh[row.kid] = row
        return list(fresh.values())

    def _refresh(self) -> None:
        """Read what was appended since; if a file shrank, changed in place or is gone, read everything anew."""
        with refusals(self._path):
            found = self._scan()
            index = self._index
            if any(not _is_grown(known, found.get(name)) for name, known in index.files.items()):
                index = _Index()
            for name, status in found.items():
                self._read_on(index, name, status)
        self._index = index

    def _scan(self) -> dict[str, os.stat_result]:
        found: dict[str, os.stat_result] = {}
        with suppress(FileNotFoundError), os.scandir(self._path) as entries:
            names = sorted(e.name for e in entries if e.name.endswith(".jsonl") and not e.name.startswith("."))
            for name in names:
                with suppress(FileNotFoundError):
                    found[name] = (self._path / name).stat()
        return {name: status for name, status in found.items() if stat.S_ISREG(status.st_mode)}

    def _read_on(self, index: _Index, name: str, status: os.stat_result) -> None:
        known = index.files.setdefault(name, _File(status.st_ino))
        if (known.size, known.changed_at) == (status.st_size, status.st_ctime_ns):
            return
        known.size, known.changed_at = status.st_size, status.st_ctime_ns
        try:
            with (self._path / name).open("rb") as file:
                file.seek(known.offset)
                data = file.read()
        except PermissionError:
            index.note(Fault(name, 0, "the file cannot be read"))
            return
        lines, tail = split_lines(data)
        index.take(name, known, lines)
        known.offset += len(data) - len(tail)


def _is_grown(known: _File, status: os.stat_result | None) -> bool:
    """Whether a file is as it was, or has only become longer."""
    if status is None or status.st_ino != known.inode or status.st_size < known.offset:
        return False
    return status.st_size != known.size or status.st_ctime_ns == known.changed_at
