"""Real trouble with the disk under SQLite: each refuses, discloses nothing, says what to do, and loses nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest
from mgworld import World

from milkglass.errors import AuditError, StorageError
from milkglass.service.reveal import reveal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = ["-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *size], check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    """Security case 26: on a disk without a free byte a reveal refuses and asks for room; with room it goes on, nothing lost."""
    world = World(small_disk).populate()
    grant = world.open_grant()
    before, opened = len(world.entries()), len(world.keys.opened)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises((AuditError, StorageError)) as caught:  # noqa: PT012 - what room the write-ahead log has is used up first
        for _ in range(200):
            reveal(world.services, world.people["ann"], grant, [world.sealed()] * 50)
    assert "make room" in caught.value.hint
    filler.unlink()
    results = world.entries_of("reveal.result")
    assert len(world.keys.opened) - opened - len(results) in {0, 1}
    assert len(world.entries()) >= before
    assert reveal(world.services, world.people["ann"], grant, [world.sealed()]).answers
    assert world.verdict(tmp_path / "exported").ok
    world.services.db.close()


def test_a_locked_database(world: World) -> None:
    """Security case 26: while another process holds the database a reveal refuses after ten seconds, and says so."""
    grant = world.open_grant()
    opened = list(world.keys.opened)
    other = sqlite3.connect(world.folder / "milkglass.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as caught:
        reveal(world.services, world.people["ann"], grant, [world.sealed()])
    other.execute("ROLLBACK")
    other.close()
    assert "another process" in caught.value.hint
    assert world.keys.opened == opened
    assert reveal(world.services, world.people["ann"], grant, [world.sealed()]).answers
