"""Erased subjects, in a file beside the database: an older copy of the database put back brings nobody back. IO.

The signed log is the deny-list; this file holds what a restored log may have forgotten. One JSON object a line, each with a MAC
under a key that is not in the data folder in the clear. Spec: ``docs/spec/audit-entry.md`` section 10.
"""

from __future__ import annotations

import hmac
import json
import threading
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError, StorageError
from milkglass.masking.durable import append, refusals
from milkglass.masking.strictjson import read_object

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_FIELDS = ("v", "id", "subjs", "mac")


class DenyFile:
    """Reads and appends pseudonyms. Safe between threads; other processes may append at any moment.

    Args:
        path: The file; made at the first erasure.
        key: 32 bytes that are not in it.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[str, frozenset[str]] = {}

    def __repr__(self) -> str:
        return "DenyFile(...)"

    def ids(self) -> Collection[str]:
        """The erasures in the file; raises as ``subjects`` does."""
        return self._fresh().keys()

    def subjects(self) -> frozenset[str]:
        """Every pseudonym in the file.

        Raises:
            StorageError: if it cannot be read, or a line was not written by this server: nothing may be opened then.
        """
        return frozenset().union(*self._fresh().values())

    def add(self, erasure: str, subjects: Collection[str]) -> None:
        """Append an erasure; on the disk when this returns.

        Raises:
            StorageError: if the disk refused.
        """
        row = {"v": 1, "id": erasure, "subjs": sorted(subjects)}
        line = json.dumps(row | {"mac": self._mac(row)}, separators=(",", ":")) + "\n"
        append(self._path, line.encode(), torn=lambda _: b"", mode=0o600)

    def _fresh(self) -> dict[str, frozenset[str]]:
        with self._lock, refusals(self._path):
            try:
                status = self._path.stat()
            except FileNotFoundError:
                return {}
            seen = (status.st_ino, status.st_size, status.st_mtime_ns)
            if seen != self._seen:
                *lines, _torn = self._path.read_bytes().split(b"\n")
                self._known = dict(map(self._read, lines))
                self._seen = seen
            return self._known

    def _read(self, line: bytes) -> tuple[str, frozenset[str]]:
        try:
            row: dict[str, Any] = read_object(line.decode("ascii"), self._path.name, _FIELDS)
            mac = row.pop("mac")
            if row["v"] == 1 and hmac.compare_digest(str(mac), self._mac(row)):
                return str(row["id"]), frozenset(map(str, row["subjs"]))
        except (FormatError, UnicodeDecodeError, TypeError):
            pass
        raise StorageError(
            "the file of erased subjects was changed from outside",
            code="storage.tampered",
            hint="restore it from a backup; removed, it is written anew from the log at the next start",
        )

    def _mac(self, row: dict[str, Any]) -> str:
        text = json.dumps([row["v"], row["id"], row["subjs"]], separators=(",", ":"))
        return hmac.new(self._key, text.encode(), "sha256").hexdigest()
