"""Unpacks the tar file of ``GET /v1/audit/export``, believing nothing in it: plain files of one folder, nothing else."""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING

from milkglass.errors import FormatError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"audit/([a-z][a-z0-9]*(?:\.[a-z]+)?)", re.ASCII)
_MOST_FILES = 32
_PIECE = 1 << 20


def unpack(tar: Path, folder: Path) -> int:
    """Write the files; how many.

    Raises:
        UsageError: if the folder holds something.
        FormatError: if the tar file is not an export.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("the folder is not empty", hint="name a new one")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    count = 0
    try:
        with tarfile.open(tar, "r:") as archive:
            for member in archive:
                count += 1
                _write(archive, member, folder, count)
    except tarfile.TarError:
        raise FormatError("the export is not a tar file") from None
    return count


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, count: int) -> None:
    name = _NAME.fullmatch(member.name)
    source = archive.extractfile(member) if member.isreg() and name else None
    if source is None or name is None or count > _MOST_FILES:
        raise FormatError("the export holds something that is not part of one")
    with source, (folder / name[1]).open("xb") as file:
        while piece := source.read(_PIECE):
            file.write(piece)
