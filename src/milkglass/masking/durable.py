"""Files that are on the disk when the call returns, or were never there: append, replace, make. IO.

The keyring (``docs/spec/sealed-value.md`` section 4), the enrolment and the key folder of a server stand on this. Every failure
is a ``StorageError`` that names the file and what the system said, never what was to be written.
"""

from __future__ import annotations

import fcntl
import os
import stat
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from milkglass.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOCK_TRIES = 1000
_LOCK_PAUSE = 0.005  # five seconds in all: many workers roll the day at once, but none may hang on somebody else's lock


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what the system refuses into ``StorageError``."""
    try:
        yield
    except OSError as error:
        why = (os.strerror(error.errno) if error.errno else "no reason given").lower()
        raise StorageError(f"{path.name} was refused by the system: {why}", hint=f"look at {path.parent}") from None


@contextmanager
def exclusive(fd: int, path: Path) -> Iterator[None]:
    """Hold the lock of an open file or folder against other processes and threads.

    Raises:
        StorageError: if somebody holds it for too long.
    """
    for _ in range(_LOCK_TRIES):
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(_LOCK_PAUSE)
    else:
        raise StorageError(f"{path.name} is locked by another process", hint="see which process holds it open")
    try:
        yield
    finally:
        fcntl.flock(fd, fcntl.LOCK_UN)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a folder against everybody else who asks so.

    Raises:
        StorageError: if it is not there, or somebody holds it for too long.
    """
    with refusals(folder), _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as fd, exclusive(fd, folder):
        yield


def append(path: Path, data: bytes, *, torn: Callable[[bytes], bytes | None], mode: int = 0o644) -> None:
    """Append whole lines in one write and wait until the disk has them.

    Args:
        path: The file; it and its folder are made if they are not there.
        data: The lines, each with its line end.
        torn: Asked what to keep of a last line without an end, as an earlier crash leaves it; None: this is no file of ours.
        mode: Permissions of a new file.

    Raises:
        StorageError: nothing was added.
    """
    with refusals(path):
        make_folder(path.parent)
        with _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, mode) as fd:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise StorageError(f"{path.name} is no ordinary file", hint=f"look at {path.parent}")
            with exclusive(fd, path):
                _mend(fd, path, torn)
                _append_all(fd, data)
        sync_folder(path.parent)


def replace(path: Path, data: bytes, *, mode: int) -> None:
    """Put a file in place, whole, and wait until the disk has it; who reads sees the old file or the new one.

    Raises:
        StorageError: the old file stands as it was.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    with refusals(path):
        with suppress(FileNotFoundError):
            new.unlink()
        try:
            with _opened(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) as fd:
                os.fchmod(fd, mode)
                _write(fd, data)
                os.fsync(fd)
            new.rename(path)
        except OSError:
            with suppress(OSError):
                new.unlink()
            raise
        sync_folder(path.parent)


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Make a folder and wait until the disk has it; one that is there stays as it is.

    Raises:
        StorageError: if it cannot be made, or its own folder is not there.
    """
    with refusals(folder):
        if folder.is_dir():
            return
        folder.mkdir(mode, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    with refusals(folder), _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as fd:
        os.fsync(fd)


@contextmanager
def _opened(path: Path, flags: int, mode: int = 0o600) -> Iterator[int]:
    fd = os.open(path, flags | os.O_CLOEXEC, mode)
    try:
        yield fd
    finally:
        os.close(fd)


def _write(fd: int, data: bytes) -> None:
    if os.write(fd, data) != len(data):
        raise StorageError("the disk took a part only", hint="see whether it is full")


def _append_all(fd: int, data: bytes) -> None:
    """All of it or none of it, as far as the disk lets us take it back."""
    before = os.fstat(fd).st_size
    try:
        _write(fd, data)
        os.fsync(fd)
    except (OSError, StorageError):
        with suppress(OSError):
            os.ftruncate(fd, before)
        raise


def _mend(fd: int, path: Path, torn: Callable[[bytes], bytes | None]) -> None:
    """See that the file ends with a line end before anything is added."""
    tail = _tail(fd)
    if not tail:
        return
    keep = torn(tail)
    if keep is None:
        raise StorageError(f"{path.name} does not end like a keyring", hint="see whether the path is the right one")
    os.ftruncate(fd, os.fstat(fd).st_size - len(tail))
    if keep:
        _append_all(fd, keep)


def _tail(fd: int) -> bytes:
    """What stands behind the last line end; no more of it than any row needs."""
    size = os.fstat(fd).st_size
    data = os.pread(fd, 8192, max(0, size - 8192))
    return data[data.rfind(b"\n") + 1 :]
