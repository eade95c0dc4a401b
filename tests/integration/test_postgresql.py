"""The control plane on PostgreSQL: the whole way to a reveal, and two servers on one log."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgpostgres import Cluster
from mgworld import World

from milkglass.config import ServerSettings
from milkglass.errors import AuditError, StorageError
from milkglass.service.open_incident import open_incident
from milkglass.service.reveal import Opened, reveal
from milkglass.service.revoke_grant import revoke_grant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milkglass.service.services import Services

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for all tests."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture
def world(tmp_path: Path, cluster: Cluster) -> Iterator[World]:
    """A populated world on PostgreSQL; whatever a test did with it, its log verifies."""
    made = World(tmp_path, database_url=cluster.new_database()).populate()
    yield made
    assert made.verdict(tmp_path / "exported").ok
    made.services.db.close()


def indices(world: World) -> list[int]:
    """Index of each entry, as the rows have it."""
    return [entry.n for entry in world.entries()]


def test_the_whole_way_to_a_reveal(world: World, tmp_path: Path) -> None:
    """Request, review, step-up, reveal: as on SQLite; no SQLite file is made."""
    grant = world.open_grant()
    answer = reveal(world.services, world.people["ann"], grant, [world.sealed()]).answers[0]
    assert isinstance(answer, Opened)
    assert answer.value.expose() == b"jo@example.com"
    assert world.types()[-2:] == ["reveal.intent", "reveal.result"]
    assert not (tmp_path / "milkglass.db").exists()


def test_a_restart_finds_everything(world: World) -> None:
    """Security case 24 (first half): a grant that was revoked before the restart stays revoked after it."""
    grant = world.open_grant()
    revoke_grant(world.services, world.people["sec"], grant)
    world.services.db.close()
    world.restart()
    with pytest.raises(Exception, match="grant"):
        reveal(world.services, world.people["ann"], grant, [world.sealed()])


def test_two_servers_keep_one_log_without_gaps(world: World) -> None:
    """Two servers, eight threads each, write at once: every entry stands once, the sequence has no gap, the log verifies."""
    other = world.second_server()
    before, refused = len(indices(world)), []

    def write(services: Services) -> None:
        try:
            for _ in range(3):
                open_incident(services, world.people["eve"], title="slow", severity=2, affected=["shop"])
        except Exception as error:  # noqa: BLE001 - a thread has no other way to tell
            refused.append(error)

    threads = [threading.Thread(target=write, args=(one,)) for one in (world.services, other) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.db.close()
    assert refused == []
    assert indices(world) == list(range(before + 48))


def test_two_servers_reveal_under_one_grant(world: World) -> None:
    """Security case 33: 32 reveals at once through two servers leave 32 pairs in a gap-free log, each with its proof."""
    grant, other = world.open_grant(), world.second_server()
    done: list[bytes] = []

    def ask(services: Services) -> None:
        answer = reveal(services, world.people["ann"], grant, [world.sealed()]).answers[0]
        assert isinstance(answer, Opened)
        done.append(answer.value.expose())

    threads = [threading.Thread(target=ask, args=(one,)) for one in (world.services, other) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.db.close()
    assert done == [b"jo@example.com"] * 32
    assert indices(world) == list(range(len(world.entries())))
    assert len({entry.reveal for entry in world.entries_of("reveal.result")}) == 32


def test_a_revocation_on_one_server_holds_on_the_other(world: World) -> None:
    """What one server revokes the other refuses at its next reveal, without being told."""
    grant, other = world.open_grant(), world.second_server()
    revoke_grant(other, world.people["sec"], grant)
    other.db.close()
    with pytest.raises(Exception, match="grant"):
        reveal(world.services, world.people["ann"], grant, [world.sealed()])


def test_a_database_that_dies_answers_nothing(world: World, cluster: Cluster) -> None:
    """While PostgreSQL is down a reveal refuses and says what to look at; after its crash recovery nothing is lost."""
    grant = world.open_grant()
    reveal(world.services, world.people["ann"], grant, [world.sealed()])
    before = indices(world)
    cluster.stop("immediate")
    try:
        with pytest.raises((StorageError, AuditError)) as caught:
            reveal(world.services, world.people["ann"], grant, [world.sealed()])
    finally:
        cluster.start()
    assert "database" in caught.value.hint
    assert indices(world) == before
    assert reveal(world.services, world.people["ann"], grant, [world.sealed()]).answers


def test_a_log_that_is_held_refuses_in_time(world: World) -> None:
    """Security case 26: a writer that holds the log makes a reveal refuse after ten seconds, and says where to look."""
    grant = world.open_grant()
    assert world.services.settings.database_url is not None
    with psycopg.connect(world.services.settings.database_url) as conn:
        conn.execute("SELECT pg_advisory_xact_lock(1835625579)")
        with pytest.raises(StorageError) as caught:
            reveal(world.services, world.people["ann"], grant, [world.sealed()])
    assert "pg_stat_activity" in caught.value.hint


def test_a_read_only_database_answers_nothing(world: World) -> None:
    """Security case 26: on a standby (read-only) a reveal refuses, names the cause, and nothing is recorded."""
    grant = world.open_grant()
    before = indices(world)
    url = world.services.settings.database_url
    assert url is not None
    name = url.removeprefix("postgresql://milkglass@/").split("?")[0]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    world.services.db.close()
    with pytest.raises((StorageError, AuditError)) as caught:
        reveal(world.services, world.people["ann"], grant, [world.sealed()])
    assert "primary" in caught.value.hint
    assert indices(world) == before


def test_the_address_is_not_printed() -> None:
    """A password in the address does not stand in what settings print."""
    settings = ServerSettings.from_env({"MILKGLASS_DATABASE_URL": "postgresql://me:canary@db.example.com/milkglass"})
    assert settings.database == "postgresql://me:canary@db.example.com/milkglass"
    assert "canary" not in repr(settings)
