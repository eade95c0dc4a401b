"""Reading what nobody else may read: key files and the folders they lie in. IO."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from milkglass.errors import KeysError, StorageError
from milkglass.masking.durable import refusals

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 1 << 16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_folder(folder: Path) -> None:
    """Refuse a folder that others can enter, list or write.

    Raises:
        KeysError: code ``keys.missing`` or ``keys.permissions``.
    """
    with refusals(folder):
        try:
            status = folder.stat()
        except FileNotFoundError:
            raise missing(folder) from None
    if not stat.S_ISDIR(status.st_mode):
        raise missing(folder)
    _check(folder, status, "700")


def read_private(path: Path, *, may_be_link: bool = False) -> bytes:
    """The bytes of a file that its owner alone may touch.

    Args:
        path: The file.
        may_be_link: Whether a symbolic link is followed, as secret stores use them; what it leads to is checked.

    Raises:
        KeysError: code ``keys.missing`` or ``keys.permissions``.
        StorageError: if the system refused.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if may_be_link else os.O_NOFOLLOW)
    with refusals(path):
        try:
            fd = os.open(path, flags)
        except FileNotFoundError:
            raise missing(path) from None
        with os.fdopen(fd, "rb") as file:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                raise missing(path)
            _check(path, status, "600")
            data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise StorageError(f"{path.name} is larger than a key file can be", hint=f"look at {path.parent}")
    return data


def is_there(path: Path) -> bool:
    """Whether something has this name."""
    with refusals(path), suppress(FileNotFoundError):
        path.lstat()
        return True
    return False


def missing(path: Path) -> KeysError:
    """The error for a key file or folder that is not there, or is something else."""
    return KeysError(f"there is no {path.name} to read keys from", code="keys.missing", hint=f"look at {path.parent}")


def _check(path: Path, status: os.stat_result, mode: str) -> None:
    if status.st_mode & _OTHERS or status.st_uid not in {os.geteuid(), 0}:
        raise KeysError(
            f"{path.name} is open to others than its owner",
            code="keys.permissions",
            hint=f"own it, and run chmod {mode} {path.name}; if others could read it, think of its keys as known",
        )
