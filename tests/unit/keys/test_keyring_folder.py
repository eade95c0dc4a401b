"""The keyring of a server: rows from many files and processes, none lost, none in place of another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from mgkeys import make_row

from milkglass.errors import KeysError, StorageError
from milkglass.keys.keyring import KeyringFolder
from milkglass.masking.keyring import append_rows, read_rows

SUPPORT = Path(__file__).parents[2] / "support"
ROWS = [make_row(number) for number in range(6)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "keyring"


def found(keyring: KeyringFolder, count: int = 6) -> list[int]:
    """Which of the first rows a keyring has."""
    return [number for number in range(count) if keyring.row(make_row(number).kid) == make_row(number)]


def test_empty(path: Path) -> None:
    """A folder that is not there has no rows and no faults, and asking does not make it."""
    keyring = KeyringFolder(path)
    assert keyring.row("aaaaaaaa") is None
    assert keyring.faults() == []
    assert not path.exists()


def test_added_rows_are_found(path: Path) -> None:
    """Rows that were added are found, by a later process too; how many were new is told."""
    keyring = KeyringFolder(path)
    assert keyring.add(ROWS[:2]) == 2
    assert keyring.add([]) == 0
    assert keyring.add([*ROWS[1:3], ROWS[2]]) == 1
    assert found(keyring) == found(KeyringFolder(path)) == [0, 1, 2]
    assert read_rows(path / "imported.jsonl") == ROWS[:3]


def test_row_that_host_wrote_is_not_added_twice(path: Path) -> None:
    """A row that lies in a host's own file already is not new."""
    path.mkdir()
    append_rows(path / "host.jsonl", ROWS[:1])
    assert KeyringFolder(path).add(ROWS[:1]) == 0
    assert [file.name for file in path.iterdir()] == ["host.jsonl"]


def test_other_row_under_a_known_key_id(path: Path) -> None:
    """A second row for a key id is refused with all that came with it, and the first one stays."""
    keyring = KeyringFolder(path)
    keyring.add(ROWS[:1])
    for other in (replace(ROWS[0], service="payments"), replace(ROWS[0], sealed=bytes(80))):
        with pytest.raises(KeysError) as caught:
            keyring.add([ROWS[1], other])
        assert caught.value.code == "keys.conflict"
    assert found(keyring) == found(KeyringFolder(path)) == [0]


def test_two_rows_for_a_key_id_in_one_batch(path: Path) -> None:
    """A batch that contradicts itself adds nothing."""
    keyring = KeyringFolder(path)
    with pytest.raises(KeysError):
        keyring.add([ROWS[0], replace(ROWS[0], service="payments")])
    assert found(keyring) == []


def test_rows_that_others_append_are_found_at_once(path: Path) -> None:
    """A row that another process appended, to a known file or a new one, is found by the next question."""
    keyring = KeyringFolder(path)
    keyring.add(ROWS[:1])
    append_rows(path / "imported.jsonl", ROWS[1:2])
    append_rows(path / "host.jsonl", ROWS[2:3])
    assert found(keyring) == [0, 1, 2]
    append_rows(path / "host.jsonl", ROWS[3:4])
    assert found(keyring) == [0, 1, 2, 3]


def test_file_that_is_gone_or_replaced(path: Path) -> None:
    """Rows of a file that was removed are not found any more; those of a file put in its place are."""
    keyring = KeyringFolder(path)
    append_rows(_made(path) / "host.jsonl", ROWS[:2])
    append_rows(path / "other.jsonl", ROWS[2:3])
    assert found(keyring) == [0, 1, 2]
    append_rows(path.parent / "new.jsonl", ROWS[3:4])
    (path.parent / "new.jsonl").rename(path / "host.jsonl")
    assert found(keyring) == [2, 3]
    append_rows(path.parent / "new.jsonl", [ROWS[5], ROWS[0], ROWS[1]])
    (path.parent / "new.jsonl").rename(path / "host.jsonl")
    assert found(keyring) == [0, 1, 2, 5]
    (path / "host.jsonl").unlink()
    assert found(keyring) == [2]
    (path / "other.jsonl").write_text(ROWS[4].to_line() + "\n")
    assert found(keyring) == [4]
    (path / "other.jsonl").write_text("")
    assert found(keyring) == []


def test_torn_line_is_found_when_it_is_whole(path: Path) -> None:
    """A row that another process is in the middle of writing is no row and no fault; it is one when its end is there."""
    keyring = KeyringFolder(path)
    line = (ROWS[0].to_line() + "\n" + ROWS[1].to_line() + "\n").encode()
    with (_made(path) / "host.jsonl").open("ab", buffering=0) as file:
        for byte in range(0, len(line), 37):
            file.write(line[byte : byte + 37])
            done = line[: byte + 37].count(b"\n")
            assert found(keyring) == list(range(done))
    assert keyring.faults() == []


def test_torn_line_that_was_mended(path: Path) -> None:
    """When the next writer takes a torn line away and appends its own, the rows are those that read_rows has."""
    keyring = KeyringFolder(path)
    (_made(path) / "host.jsonl").write_text(ROWS[0].to_line() + "\n" + ROWS[1].to_line()[:-1])
    assert found(keyring) == [0]
    append_rows(path / "host.jsonl", ROWS[2:3])
    assert found(keyring) == [0, 2]
    assert keyring.faults() == []


def test_damaged_lines_do_not_stop_the_others(path: Path) -> None:
    """A host that writes rubbish takes its own line away and nobody else's; where it stands is told, without content."""
    text = "\n".join(
        [ROWS[0].to_line(), "CANARY", ROWS[1].to_line().replace("checkout", "CANARY"), ROWS[2].to_line(), ""]
    )
    (_made(path) / "host.jsonl").write_text(text)
    keyring = KeyringFolder(path)
    assert found(keyring) == [0, 2]
    assert [(fault.file, fault.line) for fault in keyring.faults()] == [("host.jsonl", 2), ("host.jsonl", 3)]
    assert "CANARY" not in repr(keyring.faults())
    (path / "host.jsonl").write_text(ROWS[5].to_line() + "\n")
    assert keyring.faults() == []


def test_faults_are_not_kept_without_end(path: Path) -> None:
    """Rubbish without end does not fill the memory."""
    (_made(path) / "host.jsonl").write_text("x\n" * 5000)
    assert len(KeyringFolder(path).faults()) == 100


@pytest.mark.parametrize("names", [("a.jsonl", "b.jsonl"), ("b.jsonl", "a.jsonl")])
def test_two_files_that_contradict_each_other(path: Path, names: tuple[str, str]) -> None:
    """Of two different rows for one key id in the files neither is used, whichever is read first; both hosts see why."""
    append_rows(_made(path) / names[0], ROWS[:2])
    keyring = KeyringFolder(path)
    assert found(keyring) == [0, 1]
    append_rows(path / names[1], [replace(ROWS[0], service="payments")])
    for one in (keyring, KeyringFolder(path)):
        assert found(one) == [1]
        assert [fault.line for fault in one.faults()] == [1]
        with pytest.raises(KeysError):
            one.add(ROWS[:1])


def test_what_is_no_row_file(path: Path) -> None:
    """Other names, hidden files, folders and pipes are left alone; a pipe does not make the server wait."""
    append_rows(_made(path) / ".host.jsonl", ROWS[:1])
    append_rows(path / "host.json", ROWS[1:2])
    (path / "folder.jsonl").mkdir()
    os.mkfifo(path / "pipe.jsonl")
    (path / "gone.jsonl").symlink_to(path / "nowhere")
    keyring = KeyringFolder(path)
    assert keyring.add(ROWS[2:3]) == 1
    assert found(keyring) == [2]


def test_file_that_the_server_may_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host's file without permissions is a fault and hides no other file; with permissions its rows are found."""
    append_rows(_made(path) / "a.jsonl", ROWS[:1])
    append_rows(path / "b.jsonl", ROWS[1:2])
    real = Path.open

    def locked(self: Path, *given: object) -> object:
        if self.name == "a.jsonl":
            raise PermissionError(13, "no")
        return real(self, *given)  # type: ignore[call-overload]  # hands on what it was given

    keyring = KeyringFolder(path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        assert [found(keyring), found(keyring)] == [[1], [1]]
        assert [(fault.file, fault.line) for fault in keyring.faults()] == [("a.jsonl", 0)]
    (path / "a.jsonl").chmod(0o600)
    assert found(keyring) == [0, 1]
    assert keyring.faults() == []


def test_full_disk_adds_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, no row is there, in this process and for the next, and the next try succeeds."""
    keyring = KeyringFolder(path)
    keyring.add(ROWS[:1])

    def refuse(fd: int, data: bytes) -> int:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(StorageError):
            keyring.add(ROWS[1:])
    assert found(keyring) == found(KeyringFolder(path)) == [0]
    assert keyring.add(ROWS) == 5


def test_folder_that_is_a_file(path: Path) -> None:
    """A file in the place of the folder is an error, not an empty keyring."""
    path.write_text("")
    with pytest.raises(StorageError):
        KeyringFolder(path).row("aaaaaaaa")
    with pytest.raises(StorageError):
        KeyringFolder(path).add(ROWS)


def test_threads_add_the_same_and_different_rows(path: Path) -> None:
    """Threads with one keyring and with their own: each row is new exactly once, and each stands in the file once."""
    shared, new = KeyringFolder(path), []

    def work(who: int) -> None:
        keyring = shared if who % 2 else KeyringFolder(path)
        new.extend(keyring.add([make_row(number), make_row(100 + who * 10 + number)]) for number in range(8))

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(new) == 8 + 4 * 8
    assert len(read_rows(path / "imported.jsonl")) == 40
    assert found(shared, 8) == list(range(8))


ADDS = """
import sys
from pathlib import Path
from milkglass.keys.keyring import KeyringFolder
from milkglass.masking.keyring import append_rows
from mgkeys import make_row
folder, who = Path(sys.argv[1]), int(sys.argv[2])
keyring = KeyringFolder(folder)
new = 0
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    new += keyring.add([make_row(number), make_row(1000 * (who + 1) + number)])
    append_rows(folder / "host.jsonl", [make_row(100_000 * (who + 1) + number)])
print(new)
"""


def test_eight_processes(path: Path) -> None:
    """Eight processes that add the same rows, their own rows, and rows in a host's file: each is there once."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SUPPORT), *filter(None, sys.path)])}
    watching = KeyringFolder(path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ADDS, _made(path), str(who)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for who in range(8)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    while any(process.poll() is None for process in processes):
        assert watching.faults() == []
    assert sum(int(process.communicate(timeout=60)[0]) for process in processes) == 10 + 8 * 10
    assert len(read_rows(path / "imported.jsonl")) == 90
    assert len(read_rows(path / "host.jsonl")) == 80
    assert found(watching, 10) == list(range(10))
    assert all(watching.row(make_row(100_000 * (who + 1) + 9).kid) for who in range(8))


def _made(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path
