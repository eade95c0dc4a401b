"""Whoever owns the database file, and edits it, gets nothing: no grant, role, session, review or second factor comes from SQL."""

from __future__ import annotations

import base64
import json
import sqlite3
from datetime import timedelta

import pytest
from mgattack import attempt, control, sql
from mgworld import World, b32

from milkglass.errors import (
    AuditError,
    StepUpError,
    StorageError,
)
from milkglass.identity.sessions import hash_token, new_token
from milkglass.service.caller import identify
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.step_up import step_up


def test_database_file_holds_no_key_and_no_value(world: World) -> None:
    """Nothing in the file is a secret of a day, a kind key, a second factor or a password."""
    world.open_grant()
    secrets = [*world.days.values(), *world.secrets.values(), b"correct horse", b"customer cannot pay"]
    data = b"".join(file.read_bytes() for file in world.folder.glob("milkglass.db*"))
    assert len(data) > 10_000
    for secret in secrets:
        for form in (secret, secret.hex().encode(), b32(secret).encode(), base64.b64encode(secret).rstrip(b"=")):
            assert form not in data


def test_database_owner_extends_a_grant(world: World) -> None:
    """A grant whose end was moved in the file is not the one on the record, and opens nothing."""
    grant = world.open_grant(duration=timedelta(minutes=5))
    assert sql(world, "UPDATE grants SET expires_at = '2027-01-01T00:00:00.000Z'") == 1
    with pytest.raises(AuditError):
        attempt(world, "ann", grant)


@pytest.mark.parametrize(
    "edit",
    [
        "services = 'bank shop'",
        "kinds = 'email phone us_ssn'",
        "log_from = '2026-01-01T00:00:00.000Z'",
        "log_to = '2027-01-01T00:00:00.000Z'",
        "holder = 'eve'",
        "incident = NULL, not_before = '2026-01-01T00:00:00.000Z'",
    ],
)
def test_database_owner_widens_a_grant(world: World, edit: str) -> None:
    """No term of a grant can be changed in the file."""
    grant = world.open_grant()
    assert sql(world, f"UPDATE grants SET {edit}") == 1  # noqa: S608 - our own words
    for name in ("ann", "eve"):
        with pytest.raises(AuditError):
            attempt(world, name, grant)


def test_database_owner_takes_back_a_revocation(world: World) -> None:
    """The log remembers that a grant was revoked, whatever its row says."""
    grant = world.open_grant()
    revoke_grant(world.services, world.people["sec"], grant)
    assert sql(world, "UPDATE grants SET ended_at = NULL, ended_why = NULL") == 1
    with pytest.raises(AuditError):
        attempt(world, "ann", grant)


def test_database_owner_inserts_a_grant(world: World) -> None:
    """A grant that nobody issued opens nothing, however well its row is made."""
    world.enrol("ann")
    world.ask()
    columns = "services, kinds, log_from, log_to"
    inserted = sql(
        world,
        f"INSERT INTO grants (id, request, holder, {columns}, not_before, expires_at) "  # noqa: S608 - our own words
        f"SELECT 'grant_mallory', id, requester, {columns}, created_at, '2027-01-01T00:00:00.000Z' FROM requests",
    )
    assert inserted == 1
    with pytest.raises(AuditError):
        step_up(world.services, world.people["ann"], "grant_mallory", world.code("ann"))
    with pytest.raises(AuditError):
        attempt(world, "ann", "grant_mallory")


@pytest.mark.parametrize("restart", [False, True])
def test_database_owner_edits_the_log(world: World, *, restart: bool) -> None:
    """A grant that was also forged in the log does not fit the signed head; nothing opens, before and after a restart."""
    grant = world.open_grant()
    for entry in world.entries():
        if entry.type == "grant.issue":
            row = sqlite3.connect(world.folder / "milkglass.db")
            data = row.execute("SELECT bytes FROM audit_entries WHERE n = ?", (entry.n,)).fetchone()[0]
            row.close()
            forged = json.loads(data)
            forged["window"]["to"] = "2027-01-01T00:00:00.000Z"
            text = json.dumps(forged, sort_keys=True, separators=(",", ":")).encode()
            assert sql(world, "UPDATE audit_entries SET bytes = ? WHERE n = ?", text, entry.n) == 1
    sql(world, "UPDATE grants SET expires_at = '2027-01-01T00:00:00.000Z'")
    with pytest.raises(AuditError):  # noqa: PT012 - either step may notice it
        if restart:
            world.restart()
        attempt(world, "ann", grant)


def test_database_owner_cuts_the_log(world: World) -> None:
    """With the revocation cut off the end of the log, the signed head does not fit, and nothing opens after a restart."""
    grant = world.open_grant()
    revoke_grant(world.services, world.people["sec"], grant)
    sql(world, "UPDATE grants SET ended_at = NULL, ended_why = NULL")
    sql(world, "DELETE FROM audit_entries WHERE n = (SELECT max(n) FROM audit_entries)")
    with pytest.raises(AuditError):
        attempt(world, "ann", grant)
    with pytest.raises(AuditError):
        world.restart()


def test_database_owner_puts_back_an_old_file_under_a_running_server(world: World) -> None:
    """A running server notices that its log became shorter, although the old head is signed."""
    grant = world.open_grant()
    with sqlite3.connect(world.folder / "milkglass.db") as conn:
        old = {name: conn.execute(f"SELECT * FROM {name}").fetchall() for name in ("audit_entries", "audit_state")}  # noqa: S608
    revoke_grant(world.services, world.people["sec"], grant)
    sql(world, "UPDATE grants SET ended_at = NULL, ended_why = NULL")
    sql(world, "DELETE FROM audit_entries WHERE n >= ?", len(old["audit_entries"]))
    sql(world, "DELETE FROM audit_state")
    sql(world, "INSERT INTO audit_state VALUES (?, ?, ?, ?, ?)", *old["audit_state"][0])
    with pytest.raises(AuditError):
        attempt(world, "ann", grant)


def test_database_owner_forges_a_session(world: World) -> None:
    """A session row that nobody opened by signing in is no session."""
    grant = world.open_grant()
    token = new_token(world.random)
    moment = "2026-11-23T10:00:00.000Z"
    sql(world, "INSERT INTO sessions VALUES (?, 'ann', ?, ?, ?)", hash_token(token), moment, moment, bytes(32))
    with pytest.raises(StorageError):
        identify(world.services, token)
    control(world, grant)


def test_database_owner_gives_an_own_session_to_somebody_else(world: World) -> None:
    """Mallory's own session, rewritten to be Ann's, is no session."""
    grant = world.open_grant()
    eve = world.sign_in("eve")
    sql(world, "UPDATE sessions SET account = 'ann' WHERE id_hash = ?", eve.session.id_hash)
    with pytest.raises(StorageError):
        attempt(world, eve, grant)


@pytest.mark.parametrize(
    "edit",
    [
        "roles = 'approver engineer'",
        "password_hash = (SELECT password_hash FROM accounts WHERE name = 'eve')",
        "active = 0",
        "is_agent = 1",
    ],
)
def test_database_owner_edits_an_account(world: World, edit: str) -> None:
    """An account row that the server did not write is refused, so nobody becomes an approver, or somebody else, by SQL."""
    assert sql(world, f"UPDATE accounts SET {edit} WHERE name = 'ann'") == 1  # noqa: S608 - our own words
    with pytest.raises(StorageError):
        world.ask()
    with pytest.raises(StorageError):
        world.sign_in("ann")


def test_database_owner_inserts_a_review(world: World) -> None:
    """A forged answer of a second reviewer does not make two of one."""
    request = world.ask(kinds=["us_ssn"])
    world.approve(request, "bo")
    copy = "SELECT request, 1, 'cy', answer, at, text_id, seconds, mac, services, kinds FROM reviews"
    assert sql(world, f"INSERT INTO reviews {copy}") == 1
    with pytest.raises(StorageError):
        world.approve(request, "sec")


def test_database_owner_lowers_the_rung(world: World) -> None:
    """A request that needs two approvals cannot be rewritten to need one."""
    request = world.ask(kinds=["us_ssn"])
    sql(world, "UPDATE requests SET rung = 'one_approval'")
    with pytest.raises(StorageError):
        world.approve(request)


def test_database_owner_goes_on_call(world: World) -> None:
    """An on-call list and an incident written by SQL are refused, so they open no automatic rung."""
    incident = world.incident(severity=3)
    world.on_call("eve")
    assert sql(world, "UPDATE on_call SET people = 'ann eve'") == 1
    with pytest.raises(StorageError):
        world.ask(incident=incident)
    world2 = "UPDATE on_call SET people = 'eve'"
    assert sql(world, world2) == 1
    assert sql(world, "UPDATE incidents SET severity = 1") == 1
    with pytest.raises(StorageError):
        world.ask(incident=incident)


def test_database_owner_swaps_the_second_factor(world: World) -> None:
    """Mallory's sealed secret, put on Ann's row, is not accepted as hers."""
    world.enrol("ann")
    world.enrol("eve")
    grant = world.grant()
    sql(world, "UPDATE factors SET sealed = (SELECT sealed FROM factors WHERE account = 'eve') WHERE account = 'ann'")
    with pytest.raises(StorageError):
        step_up(world.services, world.people["ann"], grant, world.code("eve"))
    with pytest.raises(StepUpError):
        attempt(world, "ann", grant)


def test_database_owner_swaps_texts(world: World) -> None:
    """The reason of one request, put on another, is noticed: a reviewer never reads a reason that was not given for it."""
    one, other = world.ask(reason="an honest reason"), world.ask(reason="another reason")
    sql(world, "UPDATE texts SET sealed = (SELECT sealed FROM texts ORDER BY id LIMIT 1)")
    with pytest.raises(StorageError):  # noqa: PT012 - either step may notice it
        world.approve(one)
        world.approve(other)
