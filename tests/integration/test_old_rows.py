"""Whoever owns the database file puts back a row as it once stood, with its right MAC. The signed log counts, and notices."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from mgworld import PASSWORD

from milkglass.access.approval import Answer
from milkglass.errors import AuditError, SignInError, StepUpError, StorageError
from milkglass.service.caller import identify
from milkglass.service.factor import LOCKED
from milkglass.service.list_grants import list_grants
from milkglass.service.list_requests import list_requests
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.sign_in import sign_in, sign_out
from milkglass.service.step_up import step_up
from milkglass.service.switch_account import switch_account
from milkglass.service.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from mgworld import World


def copy(world: World, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table now."""
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn:
        return conn.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own words


def put_back(world: World, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Make a table what it was."""
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        conn.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        if rows:
            conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own words


def test_an_account_that_was_switched_off(world: World) -> None:
    """It stays off."""
    before = copy(world, "accounts")
    switch_account(world.services, world.people["admin"], "ann", active=False)
    put_back(world, "accounts", before)
    with pytest.raises(AuditError):
        sign_in(world.services, "ann", PASSWORD.format("ann"))


def test_a_password_that_was_changed(world: World) -> None:
    """The old one does not come back."""
    from milkglass.service.change_password import change_password

    before = copy(world, "accounts")
    change_password(world.services, world.people["ann"], PASSWORD.format("ann"), "another long password")
    put_back(world, "accounts", before)
    with pytest.raises(AuditError):
        sign_in(world.services, "ann", PASSWORD.format("ann"))


def test_an_on_call_list(world: World) -> None:
    """Who was on call once is not on call again."""
    world.on_call("ann")
    before = copy(world, "on_call")
    world.on_call("eve")
    put_back(world, "on_call", before)
    with pytest.raises(AuditError):
        world.ask(incident=None)


def test_an_incident_that_was_resolved(world: World) -> None:
    """It does not open again, and opens nothing."""
    world.on_call("ann")
    incident = world.incident()
    before = copy(world, "incidents")
    resolve_incident(world.services, world.people["eve"], incident)
    put_back(world, "incidents", before)
    with pytest.raises(AuditError):
        world.ask(incident=incident)


@pytest.mark.parametrize("how", ["deny", "withdraw"])
def test_a_request_that_was_decided(world: World, how: str) -> None:
    """A denied or withdrawn request does not wait for its reviewers again."""
    request = world.ask()
    before = {table: copy(world, table) for table in ("requests", "reviews")}
    if how == "deny":
        review_request(world.services, world.people["cy"], request, Verdict(Answer.DENY))
    else:
        withdraw_request(world.services, world.people["ann"], request)
    put_back(world, "reviews", before["reviews"])
    put_back(world, "requests", before["requests"])
    with pytest.raises(AuditError):
        world.approve(request)


def test_a_review_that_was_given(world: World) -> None:
    """An approval that was taken away is missed, and so is one that is there too often."""
    request = world.ask(kinds=["us_ssn"])
    world.approve(request, "bo")
    put_back(world, "reviews", [])
    with pytest.raises(AuditError):
        world.approve(request, "cy")
    with pytest.raises(AuditError):
        list_requests(world.services, world.people["sec"])


def test_a_session_that_was_closed(world: World) -> None:
    """A session that was signed out of, or made younger, is no session."""
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    before = copy(world, "sessions")
    sign_out(world.services, identify(world.services, token))
    put_back(world, "sessions", before)
    with pytest.raises(SignInError):
        identify(world.services, token)


def test_a_session_that_is_too_old(world: World) -> None:
    """Neither its begin nor its last use can be moved."""
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    world.clock.move(hours=13)
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        moment = f"{world.clock.now:%Y-%m-%dT%H:%M:%S}.000Z"
        conn.execute("UPDATE sessions SET opened_at = ?, seen_at = ?", (moment, moment))
    with pytest.raises(StorageError):
        identify(world.services, token)


def test_failures_of_a_second_factor(world: World) -> None:
    """Wrong codes are counted in the log: putting the factor back, or starting anew, gives no more guesses."""
    world.enrol("ann")
    grant = world.grant()
    before = copy(world, "factors")
    code = f"{(int(world.code('ann')) + 1) % 10**6:06d}"
    codes = []
    for turn in range(7):
        put_back(world, "factors", before)
        services = world.restart() if turn % 2 else world.services
        with pytest.raises(StepUpError) as caught:
            step_up(services, world.people["ann"], grant, code)
        codes.append(caught.value.code)
    assert codes == ["identity.step_up"] * 4 + [LOCKED] * 3


def test_reading_while_others_write_is_no_tampering(world: World) -> None:
    """Lists that are read while grants are issued, revoked and used on another thread never look tampered with."""
    done = threading.Event()
    failed: list[BaseException] = []

    def read() -> None:
        try:
            while not done.is_set():
                list_grants(world.services, world.people["sec"])
                list_requests(world.services, world.people["sec"])
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(15):
        revoke_grant(world.services, world.people["sec"], world.grant())
    done.set()
    for reader in readers:
        reader.join()
    assert failed == []
