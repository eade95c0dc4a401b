"""Keyring files: what is appended is on the disk or was never there, and what a crash left does no harm."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from milkglass.errors import FormatError, MissingPartError, StorageError
from milkglass.masking import durable
from milkglass.masking.keyring import KeyringRow, append_rows, read_rows

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mgkeys import make_row

SUPPORT = Path(__file__).parents[2] / "support"

ROWS = [make_row(number) for number in range(5)]
HALF = ROWS[4].to_line()[:150]


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script in another process, with the packages of this one."""
    path = os.pathsep.join([str(SUPPORT), *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
    )


class Refusing:
    """A system call that fails, after a part of the work if asked so."""

    def __init__(self, error: int, part: int = 0) -> None:
        self.error, self.part, self.real, self.calls = error, part, os.write, 0

    def __call__(self, fd: int, data: bytes = b"") -> int:
        """Refuse, or do a part."""
        self.calls += 1
        if self.part:
            return self.real(fd, data[: self.part])
        raise OSError(self.error, os.strerror(self.error))


# -- rows -------------------------------------------------------------------------------------------------------------------


def test_row_is_frozen_and_prints_no_ciphertext() -> None:
    """A row does not change after it was checked, and its repr shows what it is bound to but not the sealed bytes."""
    with pytest.raises(FrozenInstanceError):
        ROWS[0].kid = "aaaaaaaa"  # type: ignore[misc]  # that it is refused is the test
    assert "sealed" not in repr(ROWS[0])
    assert ROWS[0].kid in repr(ROWS[0])


@pytest.mark.parametrize(
    ("field", "value"),
    [("v", 2), ("v", True), ("kid", "short"), ("service", ""), ("not_before", -1), ("not_after", 0), ("unseal", "x")],
)
def test_row_checks_itself(field: str, value: object) -> None:
    """A row that is made by hand obeys the same rules as one that is read."""
    with pytest.raises(FormatError, match=field):
        replace(ROWS[0], **{field: value})  # type: ignore[arg-type]  # wrong types are the test


@pytest.mark.parametrize("sealed", [b"", bytes(79), bytes(81), bytearray(80)])
def test_sealed_has_its_length(sealed: bytes) -> None:
    """Sealed bytes of another length, or that could change, are refused."""
    with pytest.raises(FormatError, match="sealed"):
        replace(ROWS[0], sealed=sealed)


def test_line_end_is_allowed_behind_a_line() -> None:
    """A line as a file iterator gives it reads like one without its end; CR LF does too."""
    line = ROWS[0].to_line()
    assert KeyringRow.from_line(line + "\n") == KeyringRow.from_line(line + "\r\n") == ROWS[0]


# -- files ------------------------------------------------------------------------------------------------------------------


def test_appended_rows_are_read_in_order(tmp_path: Path) -> None:
    """Rows come back in the order in which they were appended; file and folder are made, readable for a shipper."""
    path = tmp_path / "keyring" / "host.jsonl"
    append_rows(path, ROWS[:1])
    append_rows(path, ROWS[1:])
    assert read_rows(path) == ROWS
    assert stat.S_IMODE(path.stat().st_mode) == 0o644 & ~_umask()


def test_file_and_folder_are_synced_after_the_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is written once and the file waited for, then the folder; nothing is written after."""
    done: list[str] = []
    real_sync, real_write = os.fsync, os.write

    def sync(fd: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "sync file")
        real_sync(fd)

    def write(fd: int, data: bytes) -> int:
        done.append("write")
        return real_write(fd, data)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "write", write)
    append_rows(tmp_path / "host.jsonl", ROWS)
    assert done == ["write", "sync file", "sync folder"]


def test_missing_file(tmp_path: Path) -> None:
    """No file is told apart from a file without rows."""
    with pytest.raises(MissingPartError):
        read_rows(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").touch()
    assert read_rows(tmp_path / "empty.jsonl") == []


@pytest.mark.parametrize("cut", [1, 100, 200, -2])
def test_torn_last_line_is_left_out(tmp_path: Path, cut: int) -> None:
    """A last line without its end, cut anywhere, is no row and hides none of those before it."""
    path = _written(tmp_path, ROWS[0].to_line() + "\n" + ROWS[1].to_line()[:cut])
    assert read_rows(path) == ROWS[:1]


@pytest.mark.parametrize("torn", [HALF, "{", '{"v":1,"kid":"', "\0" * 200])
def test_append_does_not_glue_onto_a_torn_line(tmp_path: Path, torn: str) -> None:
    """What a crash left behind the last line end is taken away before a row is added, and the rows before it stay."""
    path = _written(tmp_path, ROWS[0].to_line() + "\n" + torn)
    append_rows(path, ROWS[1:2])
    assert read_rows(path) == ROWS[:2]
    assert path.read_text().endswith(ROWS[1].to_line() + "\n")


def test_append_keeps_a_whole_row_without_line_end(tmp_path: Path) -> None:
    """A last row that lacks its line end only, as an editor leaves it, is read, and kept when the next one is added."""
    path = _written(tmp_path, ROWS[0].to_line())
    assert read_rows(path) == ROWS[:1]
    append_rows(path, ROWS[1:2])
    assert read_rows(path) == ROWS[:2]


@pytest.mark.parametrize("content", ["root:x:0:0:root:/root:/bin/sh", HALF + "x" * 5000, "#"])
def test_append_leaves_a_file_that_is_no_keyring(tmp_path: Path, content: str) -> None:
    """A path that leads to some other file is refused, and not one byte of that file changes."""
    path = _written(tmp_path, content)
    with pytest.raises(StorageError, match="does not end like a keyring"):
        append_rows(path, ROWS[:1])
    assert path.read_text() == content


@pytest.mark.parametrize("bad", ["", "{}", HALF, "null", ROWS[1].to_line().replace("checkout", "Checkout"), "é"])
def test_bad_line_in_the_middle_is_named(tmp_path: Path, bad: str) -> None:
    """A finished line that is no row is an error with its number; nothing but a torn end is tolerated."""
    path = _written(tmp_path, f"{ROWS[0].to_line()}\n{bad}\n{ROWS[2].to_line()}\n")
    with pytest.raises(FormatError, match=r"^line 2: keyring row: "):
        read_rows(path)


def test_error_shows_no_content(tmp_path: Path) -> None:
    """The error names line and field and has nothing of the line in it."""
    path = _written(tmp_path, ROWS[0].to_line().replace('"sealed":"', '"sealed":"CANARY+') + "\n")
    with pytest.raises(FormatError) as caught:
        read_rows(path)
    assert "sealed" in str(caught.value)
    assert "CANARY" not in f"{caught.value}{caught.value.hint}"


# -- a disk that refuses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_refused_append_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: int) -> None:
    """A disk that is full or broken, at the write or at the wait, is a StorageError, and the file is as it was."""
    path = _written(tmp_path, ROWS[0].to_line() + "\n")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, Refusing(error))
        with pytest.raises(StorageError):
            append_rows(path, ROWS[1:])
    assert read_rows(path) == ROWS[:1]
    append_rows(path, ROWS[1:])
    assert read_rows(path) == ROWS


def test_half_a_write_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a part of the rows only leaves none of them, not even the whole ones."""
    path = _written(tmp_path, ROWS[0].to_line() + "\n")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", Refusing(0, part=400))
        with pytest.raises(StorageError):
            append_rows(path, ROWS[1:])
    assert path.read_text() == ROWS[0].to_line() + "\n"


FULL = """
import resource, signal, sys
from pathlib import Path
from milkglass.errors import StorageError
from milkglass.masking.keyring import append_rows
from mgkeys import make_row
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for number in range(10):
    try:
        append_rows(Path(sys.argv[1]), [make_row(number)])
    except StorageError:
        print(number)
        break
"""


def test_real_limit_of_the_system(tmp_path: Path) -> None:
    """When the system itself takes only a part of a row, what was added before is whole and the row is not there."""
    path = tmp_path / "host.jsonl"
    refused = run(FULL, path)
    assert refused.stdout == "3\n", refused.stderr
    assert read_rows(path) == [make_row(number) for number in range(3)]


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    """A keyring two folders down from anything is a wrong path, not one to be made."""
    with pytest.raises(StorageError):
        append_rows(tmp_path / "a" / "b" / "host.jsonl", ROWS)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A pipe or a folder in the place of the file is refused at once; a device that swallows rows would look durable."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    for path in (tmp_path / "pipe.jsonl", tmp_path, Path("/dev/null")):
        with pytest.raises(StorageError):
            append_rows(path, ROWS)


def test_lock_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not get the lock in time is refused: a process that logs must not hang."""
    path = _written(tmp_path, "")
    monkeypatch.setattr(durable, "_LOCK_TRIES", 2)
    with path.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match="locked"):
            append_rows(path, ROWS)
    append_rows(path, ROWS)
    assert read_rows(path) == ROWS


# -- a process that dies ----------------------------------------------------------------------------------------------------

DIES = """
import os, signal, sys
from pathlib import Path
from milkglass.masking.keyring import append_rows
from mgkeys import make_row
real, cut = os.write, int(sys.argv[2])
append_rows(Path(sys.argv[1]), [make_row(0)])
def write(fd, data):
    real(fd, data[:cut])
    os.kill(os.getpid(), signal.SIGKILL)
os.write = write
append_rows(Path(sys.argv[1]), [make_row(1), make_row(2)])
"""


@pytest.mark.parametrize("cut", [0, 1, 100, 285, 400])
def test_kill_in_the_middle_of_a_write(tmp_path: Path, cut: int) -> None:
    """After kill -9 within a write, at any byte, what was acknowledged is there and the next process goes on."""
    path = tmp_path / "host.jsonl"
    assert run(DIES, path, cut).returncode == -signal.SIGKILL
    survived = read_rows(path)
    assert survived in ([make_row(0)], [make_row(0), make_row(1)])
    append_rows(path, [make_row(3)])
    assert read_rows(path) == [*survived, make_row(3)]


WRITES = """
import sys
from pathlib import Path
from milkglass.masking.keyring import append_rows
from mgkeys import make_row
for number in range(10_000):
    append_rows(Path(sys.argv[1]), [make_row(number)])
    print(number, flush=True)
"""


def test_kill_at_any_moment(tmp_path: Path) -> None:
    """Kill -9 of a process that appends row after row loses none that it had reported."""
    path = tmp_path / "host.jsonl"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SUPPORT), *filter(None, sys.path)])}
    with subprocess.Popen([sys.executable, "-c", WRITES, path], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        for _ in range(25):
            process.stdout.readline()
        process.kill()
        reported = 25 + len([line for line in process.stdout if line.endswith(b"\n")])
    assert [row.kid for row in read_rows(path)][:reported] == [make_row(number).kid for number in range(reported)]


SHARES = """
import sys
from pathlib import Path
from milkglass.masking.keyring import append_rows
from mgkeys import make_row
for number in range(15):
    append_rows(Path(sys.argv[1]), [make_row(int(sys.argv[2]) * 1000 + number)])
"""


def test_eight_processes_share_a_file(tmp_path: Path) -> None:
    """Rows of eight processes that append at the same time are all there, once and whole."""
    path = tmp_path / "host.jsonl"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SUPPORT), *filter(None, sys.path)])}
    processes = [subprocess.Popen([sys.executable, "-c", SHARES, path, str(who)], env=environment) for who in range(8)]
    assert [process.wait(60) for process in processes] == [0] * 8
    expected = {make_row(who * 1000 + number).kid for who in range(8) for number in range(15)}
    found = [row.kid for row in read_rows(path)]
    assert len(found) == len(expected)
    assert set(found) == expected


def _written(folder: Path, text: str) -> Path:
    path = folder / "host.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
