"""Write the record to a folder that `verify` and every other reader of the spec can check without this server.

Called by `service/export_audit.py` and `cli`. IO; spec: `docs/spec/audit-entry.md` section 7. Reads in portions: a log of a
million entries needs no more memory than one of ten.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from milkglass.audit import checkpoint as notes
from milkglass.audit.jsontext import format_time
from milkglass.audit.store import stored_entries
from milkglass.db.tables.audit import audit_rows
from milkglass.errors import AuditError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Connection

    from milkglass.audit.store import AuditLog

ENTRIES: Final = "entries.jsonl"
LEAVES: Final = "leaves.txt"
ROWS: Final = "rows.jsonl"
CHECKPOINT: Final = "checkpoint"
VKEY: Final = "log.vkey"
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself."""

    origin: str
    size: int
    exported_at: str
    build: str

    def to_json(self) -> str:
        """The text of ``manifest.json``."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({"v": 1, **values}, indent=2, sort_keys=True) + "\n"


def export(conn: Connection, log: AuditLog, folder: Path) -> Manifest:
    """Write the log as it stands in this transaction.

    Args:
        conn: A transaction that reads one state.
        log: The log.
        folder: An empty folder.

    Raises:
        AuditError: The database refused.
        StorageError: A file could not be written; the folder may hold a part.
    """
    note = log.checkpoint(conn)
    head = notes.peek(note)
    manifest = Manifest(log.origin, head.size, format_time(log.now(conn)), _build())
    try:
        _write_entries(conn, folder, head.size)
        _write_rows(conn, folder, head.size)
        for name, text in ((CHECKPOINT, note), (VKEY, log.vkey + "\n"), (MANIFEST, manifest.to_json())):
            with (folder / name).open("xb") as file:
                file.write(text.encode())
    except OSError:
        raise StorageError("the export could not be written", hint="use an empty folder on a disk with room") from None
    return manifest


def _write_entries(conn: Connection, folder: Path, size: int) -> None:
    with ExitStack() as files:
        entries, leaves = (files.enter_context((folder / name).open("xb")) for name in (ENTRIES, LEAVES))
        for _, data, leaf in stored_entries(conn, before=size):
            entries.write(data + b"\n")
            leaves.write(leaf.hex().encode() + b"\n")


def _write_rows(conn: Connection, folder: Path, size: int) -> None:
    with (folder / ROWS).open("xb") as file:
        for n, i, data, digest in _stored_rows(conn, size):
            _write_row(file, n, i, data, digest)


def _write_row(file: BinaryIO, n: int, i: int, data: bytes | None, digest: bytes) -> None:
    """The row's own bytes stand in the line as they were hashed; an erased row has its hash."""
    if data is None:
        file.write(b'{"n":%d,"i":%d,"hash":"%s"}\n' % (n, i, digest.hex().encode()))
    else:
        file.write(b'{"n":%d,"row":%s}\n' % (n, data))


def _stored_rows(conn: Connection, size: int) -> Iterator[tuple[int, int, bytes | None, bytes]]:
    table = audit_rows.c
    query = select(table.entry, table.i, table.bytes, table.hash).where(table.entry < size)
    try:
        for row in conn.execute(query.order_by(table.entry, table.i).execution_options(yield_per=1000)):
            yield row[0], row[1], row[2], row[3]
    except SQLAlchemyError:
        raise AuditError("the database refused the record", hint="look at disk and permissions") from None


def _build() -> str:
    try:
        return metadata.version("milkglass")
    except metadata.PackageNotFoundError:
        return "unknown"
