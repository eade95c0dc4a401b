"""The door for webhooks over HTTP, and what its owner finds in the database."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from mgcontext import BODIES, connect, recorded, signed
from mgserver import Running

from milkglass.errors import AuditError, StorageError
from milkglass.service.list_context import list_incidents
from milkglass.service.take_report import take_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mgworld import World


@pytest.fixture
def hooks(world: World) -> Iterator[Running]:
    """A server with a source of each kind."""
    connect(world, *BODIES)
    with Running(world) as running:
        yield running


def data_of(world: World, kind: str) -> bytes:
    """The recorded body of a kind."""
    return json.dumps(recorded(kind), ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_recorded_call_opens_an_incident_once(world: World, hooks: Running, kind: str) -> None:
    """Signed: taken. Again: not. Signed wrongly: 401 in the one shape, and nothing happened."""
    body = data_of(world, kind)
    wrong = signed(kind, body, world.clock.now, secret=b"another secret of the same sort!")
    refused = hooks.http.post(f"/hooks/{kind}", content=body, headers=wrong)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "identity.sign_in")
    assert list_incidents(world.services) == []
    headers = signed(kind, body, world.clock.now)
    answers = [hooks.http.post(f"/hooks/{kind}", content=body, headers=headers).json() for _ in range(2)]
    assert answers == [{"outcome": "taken"}, {"outcome": "nothing" if kind == "alertmanager" else "repeated"}]
    (incident,) = list_incidents(world.services)
    assert (incident.source, incident.services, incident.is_open) == (kind, {"shop"}, True)


def test_the_stored_title_is_masked_and_sealed(world: World, hooks: Running) -> None:
    """Nothing of a title stands in the database file or the answer, neither masked nor as it came."""
    body = data_of(world, "pagerduty")
    answer = hooks.http.post("/hooks/pagerduty", content=body, headers=signed("pagerduty", body, world.clock.now))
    assert "heckout" not in answer.text
    stored = b"".join(file.read_bytes() for file in world.folder.glob("milkglass.db*"))
    assert b"jo@example.com" not in stored
    assert b"Checkout fails" not in stored


def sql(world: World, statement: str, *values: Any) -> None:
    """Change the database file from outside."""
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        conn.execute(statement, values)


def test_the_owner_of_the_database_cannot_speak_for_a_source(world: World, hooks: Running) -> None:
    """An edited row, a row put back as it once stood, and a row taken away are all noticed."""
    send(world, "P4", minutes=0)
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn:
        (before,) = conn.execute("SELECT * FROM outside_incidents").fetchall()
    send(world, "P5", minutes=1)
    marks = ", ".join("?" * len(before))
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn:
        (after,) = conn.execute("SELECT * FROM outside_incidents").fetchall()
    sql(world, "UPDATE outside_incidents SET severity = 1")
    with pytest.raises(StorageError):
        list_incidents(world.services)
    for row in (before, None):
        sql(world, "DELETE FROM outside_incidents")
        if row is not None:
            sql(world, f"INSERT INTO outside_incidents VALUES ({marks})", *row)  # noqa: S608 - our own words
        with pytest.raises(AuditError):
            list_incidents(world.services)
    sql(world, f"INSERT INTO outside_incidents VALUES ({marks})", *after)  # noqa: S608 - our own words
    assert list_incidents(world.services)[0].severity == 5


def send(world: World, priority: str, *, minutes: int) -> None:
    """PagerDuty gives the incident a priority."""
    world.clock.move(minutes=minutes)
    body = recorded("pagerduty")
    at = world.clock.now - timedelta(seconds=1)
    body["event"] |= {"id": priority, "occurred_at": at.isoformat()}
    body["event"]["data"]["priority"]["summary"] = priority
    data = json.dumps(body).encode()
    take_report(world.services, "pagerduty", signed("pagerduty", data, world.clock.now), data)
