"""Read an export folder, trusting nothing in it. First step of `verify`; spec: `docs/spec/audit-entry.md` section 7."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from milkglass.audit.disclosure import DisclosureRow, row_hash
from milkglass.audit.merkle import HASH_SIZE
from milkglass.errors import FormatError, MissingPartError, StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from milkglass.audit.verdict import Verdict

FILES: Final = ("entries.jsonl", "leaves.txt", "rows.jsonl", "checkpoint", "log.vkey", "manifest.json")
_WHOLE_ROW: Final = re.compile(rb'\{"n":(0|[1-9][0-9]{0,17}),"row":(\{.*\})\}')
_ERASED_ROW: Final = re.compile(rb'\{"n":(0|[1-9][0-9]{0,17}),"i":(0|[1-9][0-9]{0,17}),"hash":"([0-9a-f]{64})"\}')
_HEX: Final = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Row:
    """A disclosure row as exported: its hash, and its content unless that was erased."""

    i: int
    hash: bytes
    content: DisclosureRow | None


@dataclass(slots=True)
class Exported:
    """The files of an export, read.

    Args:
        lines: Bytes of the entries.
        leaves: Recorded leaf hashes; None for a line that is none.
        rows: Disclosure rows by the index of their entry.
        checkpoint: Text of the signed head.
        vkey: The verifier key that lies in the folder.
    """

    lines: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    rows: dict[int, list[Row]] = field(default_factory=dict)
    checkpoint: str = ""
    vkey: str = ""


def read(folder: Path, verdict: Verdict) -> Exported:
    """Read an export; what is missing or malformed becomes a fault of the verdict.

    Raises:
        MissingPartError: This is not an export folder at all.
        StorageError: A file cannot be read.
    """
    if not (folder / FILES[0]).is_file():
        raise MissingPartError(
            "this folder holds no entries.jsonl", hint="make one with: milkglass audit export FOLDER"
        )
    found = {name: _file(folder, name, verdict) for name in FILES}
    exported = Exported(_lines(found["entries.jsonl"], "entries.jsonl", verdict))
    exported.leaves = _leaves(_lines(found["leaves.txt"], "leaves.txt", verdict), verdict)
    for number, line in enumerate(_lines(found["rows.jsonl"], "rows.jsonl", verdict), 1):
        _add_row(exported.rows, line, number, verdict)
    if any(path.name not in FILES for path in folder.iterdir()):
        verdict.fault("format", "the folder holds a file that is no part of an export")
    exported.checkpoint, exported.vkey = _text(found["checkpoint"]), _text(found["log.vkey"]).strip()
    _check_manifest(found["manifest.json"], len(exported.lines), verdict)
    return exported


def _file(folder: Path, name: str, verdict: Verdict) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        verdict.fault("format", f"the file {name} is missing")
        return b""
    except OSError:
        raise StorageError(f"{name} cannot be read", hint="look at its permissions and the disk") from None


def _lines(data: bytes, name: str, verdict: Verdict) -> list[bytes]:
    *lines, tail = data.split(b"\n")
    if tail:
        verdict.fault("format", f"{name} does not end with a line end")
        lines.append(tail)
    return lines


def _leaves(lines: list[bytes], verdict: Verdict) -> list[bytes]:
    """The recorded hashes; a line that is none keeps its place and fits nothing."""
    if not all(_HEX.fullmatch(line) for line in lines):
        verdict.fault("format", "leaves.txt holds a line that is no hash")
    return [bytes.fromhex(line.decode()) if _HEX.fullmatch(line) else bytes(HASH_SIZE) for line in lines]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _add_row(rows: dict[int, list[Row]], line: bytes, number: int, verdict: Verdict) -> None:
    try:
        n, row = _whole_row(line) or _erased_row(line)
    except FormatError:
        verdict.fault("format", f"line {number} of rows.jsonl is no disclosure row")
        return
    rows.setdefault(n, []).append(row)


def _whole_row(line: bytes) -> tuple[int, Row] | None:
    found = _WHOLE_ROW.fullmatch(line)
    if found is None:
        return None
    content = DisclosureRow.decode(found[2])
    return int(found[1]), Row(content.i, row_hash(found[2]), content)


def _erased_row(line: bytes) -> tuple[int, Row]:
    found = _ERASED_ROW.fullmatch(line)
    if found is None:
        raise FormatError("neither a row nor an erased row")
    return int(found[1]), Row(int(found[2]), bytes.fromhex(found[3].decode()), None)


def _check_manifest(data: bytes, size: int, verdict: Verdict) -> None:
    try:
        values: Any = json.loads(data)
        fits = isinstance(values, dict) and values.get("v") == 1 and values.get("size") == size
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        verdict.fault("format", "manifest.json does not fit the entries")
