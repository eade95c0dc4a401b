"""Rules files: read with the word lists beside them, compiled by the core, and looked at again when they change.

The format is ``docs/reference/rules.md``; all checks are the core's. IO: the rules file and its word lists, read only.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass import _core
from milkglass.errors import RulesFileError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LOOK_SECONDS = 1.0
"""How long a masker does not look whether its rules file changed."""

_LARGEST = 32 << 20
_Stamp = tuple[int, int, int, int]
_Row = tuple[int, int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class RuleFault:
    """One thing that is wrong with a rules file.

    Args:
        file: Name of the file.
        line: Line, from 1.
        column: Column in characters, from 1.
        rule: The rule or part of the file; empty for the file as a whole.
        code: Stable name of the fault.
        message: One clause that says what is wrong.
        mend: How to mend it, or empty.
    """

    file: str
    line: int
    column: int
    rule: str
    code: str
    message: str
    mend: str

    def __str__(self) -> str:
        rule = f"{self.rule}: " if self.rule else ""
        return f"{self.file}:{self.line}:{self.column}: {rule}{self.message}"


class Ruleset:
    """A rules file that was checked and compiled. Immutable; any number of maskers may share one.

    Args:
        data: The text of the file.
        name: What errors call the file.
        lists: The word lists it names: their bytes, or why they cannot be read.

    Raises:
        RulesFileError: The file does not compile; it carries every fault.
    """

    __slots__ = ("core", "notes")

    def __init__(
        self, data: bytes | str, *, name: str = "rules", lists: Iterable[tuple[str, bytes | str]] = ()
    ) -> None:
        encoded = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        given = [(list_, *((found, "") if isinstance(found, bytes) else (None, found))) for list_, found in lists]
        core, rows = _core.compile_rules(encoded, given)
        faults = tuple(RuleFault(name, *row) for row in rows)
        if core is None:
            raise _refused(name, faults)
        self.core = core
        self.notes = faults
        """What is odd about the file, though it is taken."""

    @classmethod
    def load(cls, path: Path) -> Ruleset:
        """Read a rules file and the word lists beside it.

        Raises:
            RulesFileError: The file is not there or cannot be read, or it does not compile.
        """
        return _gathered(path).ruleset()


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A rules file and its word lists as they were read, and what the files looked like before."""

    path: Path
    data: bytes | str
    lists: list[tuple[str, bytes | str]]
    stamps: dict[Path, _Stamp | None]

    def ruleset(self) -> Ruleset:
        name = self.path.name
        if isinstance(self.data, str):
            raise _refused(name, (RuleFault(name, 1, 1, "", "no-file", f"the file cannot be read: {self.data}", ""),))
        return Ruleset(self.data, name=name, lists=self.lists)


def _gathered(path: Path) -> _Gathered:
    stamps = {path: stamp(path)}
    data = _bytes_of(path)
    lists: list[tuple[str, bytes | str]] = []
    for name in _core.rules_files(data) if isinstance(data, bytes) else ():
        beside = path.parent / name
        stamps[beside] = stamp(beside)
        lists.append((name, _bytes_of(beside)))
    return _Gathered(path, data, lists, stamps)


def stamp(path: Path) -> _Stamp | None:
    """What tells whether a file changed: device, inode, size and time of the last write; None if it is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _bytes_of(path: Path) -> bytes | str:
    """What is in an ordinary file, or why it cannot be read. A pipe or device would hold up who masks."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return "it is no ordinary file"
            if found.st_size > _LARGEST:
                return "it is larger than 32 MiB"
            return file.read(_LARGEST)
    except OSError as error:
        return (error.strerror or type(error).__name__).lower()
    except ValueError:
        return "its name cannot be one"


def _refused(name: str, faults: tuple[RuleFault, ...]) -> RulesFileError:
    first, more = faults[0], len(faults) - 1
    if not more:
        return RulesFileError(str(first), faults=faults, hint=first.mend)
    told = [f"{fault}; {fault.mend}" if fault.mend else str(fault) for fault in faults]
    return RulesFileError(f"{name} has {len(faults)} faults", faults=faults, hint="\n  ".join(told))


class Watch:
    """Looks whether a rules file or one of its word lists changed, and reads them again when they did.

    A change is taken when two looks see the same, so that a file that is being written is not read half. For one thread at a time.

    Args:
        path: The rules file.

    Raises:
        RulesFileError: The file is not there or cannot be read, or it does not compile.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        gathered = _gathered(path)
        self.ruleset = gathered.ruleset()
        self._taken = self._seen = gathered.stamps

    def look(self) -> Ruleset | None:
        """The rules, if they changed and stand still again.

        Raises:
            RulesFileError: They changed and do not compile; raised once for each change.
        """
        now = {path: stamp(path) for path in self._taken}
        stands_still, self._seen = now == self._seen, now
        if now == self._taken or not stands_still:
            return None
        gathered = _gathered(self._path)
        if any(stamp(path) != seen for path, seen in gathered.stamps.items()):
            return None
        self._taken = self._seen = gathered.stamps
        return gathered.ruleset()
