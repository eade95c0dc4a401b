"""Passkeys: a touch proves one grant in one session; whatever else is signed proves nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from mgpasskey import SoftKey
from mgworld import PASSWORD, at_once

from milkglass.errors import AuditError, DeniedError, SignInError, StateError, StepUpError, StorageError
from milkglass.service.list_grants import get_grant
from milkglass.service.passkeys import (
    answer,
    begin_passkey,
    begin_step_up,
    list_passkeys,
    options_of,
    remove_passkey,
)
from milkglass.service.recover_factor import reset_factor
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.sign_in import sign_out

if TYPE_CHECKING:
    from mgworld import World

ORIGIN = "http://localhost:8765"
ANN = PASSWORD.format("ann")


def add(world: World, key: SoftKey, *, verified: bool = True, origin: str = ORIGIN) -> None:
    """Put a passkey on Ann."""
    ticket = begin_passkey(world.services, world.people["ann"], "laptop", ANN, world.code("ann")).ticket
    world.clock.move(seconds=30)
    options = options_of(world.services, ticket)["create"]
    answer(world.services, ticket, key.create(options, origin, verified=verified))


@pytest.fixture
def key(world: World) -> SoftKey:
    """Ann's passkey."""
    world.enrol("ann")
    made = SoftKey()
    add(world, made)
    return made


def ask(world: World, grant: str) -> tuple[str, dict[str, Any]]:
    """Begin to step up; the ticket, and what the authenticator is asked."""
    ticket = begin_step_up(world.services, world.people["ann"], grant).ticket
    return ticket, options_of(world.services, ticket)["get"]


def is_open(world: World, grant: str) -> bool:
    """Whether the grant is stepped up in Ann's session."""
    return get_grant(world.services, world.people["ann"], grant).stepped_up


def test_a_touch_opens_the_grant_it_was_asked_for(world: World, key: SoftKey) -> None:
    """Security case 37: this grant, in the session that began; not another grant, not another session."""
    grant, other = world.grant(), world.grant()
    ticket, options = ask(world, grant)
    assert answer(world.services, ticket, key.get(options, ORIGIN)) == "grant"
    assert is_open(world, grant)
    assert not is_open(world, other)
    world.people["ann"] = world.sign_in("ann")
    assert not is_open(world, grant)
    assert world.entries_of("stepup.ok")[-1].factor == "passkey"


def test_the_page_says_what_the_touch_is_for(world: World, key: SoftKey) -> None:
    """The person sees the account, the grant, its services and its kinds before touching."""
    grant = world.grant()
    ticket = begin_step_up(world.services, world.people["ann"], grant).ticket
    said = options_of(world.services, ticket)["for"]
    assert (said["account"], said["grant"]["id"], said["grant"]["services"]) == ("ann", grant, ["shop"])


@pytest.mark.parametrize("origin", ["http://localhost:8766", "https://localhost:8765", "https://example.com", ""])
def test_another_origin_is_refused(world: World, key: SoftKey, origin: str) -> None:
    """Security case 40: a page elsewhere that got a touch out of somebody brings nothing."""
    grant = world.grant()
    ticket, options = ask(world, grant)
    with pytest.raises(StepUpError):
        answer(world.services, ticket, key.get(options, origin))
    assert not is_open(world, grant)


def test_without_user_verification_it_is_refused(world: World, key: SoftKey) -> None:
    """Security case 40: a touch without PIN or finger is no factor, at enrolment and at use."""
    grant = world.grant()
    ticket, options = ask(world, grant)
    with pytest.raises(StepUpError):
        answer(world.services, ticket, key.get(options, ORIGIN, verified=False))
    assert not is_open(world, grant)
    with pytest.raises(StepUpError):
        add(world, SoftKey(id=b"another"), verified=False)
    with pytest.raises(StepUpError):
        add(world, SoftKey(id=b"another"), origin="https://example.com")
    assert len(list_passkeys(world.services, world.people["ann"])) == 1


def test_a_challenge_is_used_up_by_its_first_answer(world: World, key: SoftKey) -> None:
    """Security case 40: a second answer is refused, after a right one and after a wrong one; of two at once one wins."""
    grant = world.grant()
    ticket, options = ask(world, grant)
    said = key.get(options, ORIGIN)
    other = world.second_server()
    outcomes = at_once([partial(answer, one, ticket, said) for one in (world.services, other)])
    other.db.close()
    assert sorted(outcomes) == ["", "identity.step_up"]
    ticket, options = ask(world, grant)
    for said in ({}, key.get(options, ORIGIN)):
        with pytest.raises(StepUpError):
            answer(world.services, ticket, said)


def test_a_signature_for_another_grant_is_refused(world: World, key: SoftKey) -> None:
    """Security case 40: the answer to one challenge does not fit another ticket, and beginning again voids the first."""
    one, other = world.grant(), world.grant()
    first, options = ask(world, one)
    said = key.get(options, ORIGIN)
    second, _ = ask(world, other)
    for ticket in (first, second):
        with pytest.raises(StepUpError):
            answer(world.services, ticket, said)
    assert not is_open(world, one)
    assert not is_open(world, other)


def test_a_count_that_falls_is_refused(world: World, key: SoftKey) -> None:
    """Security case 40: a copy of an authenticator is noticed by its counter; one without a counter says 0 and is taken."""
    grant = world.grant()
    for count, is_right in ((0, True), (5, True), (5, False), (4, False), (0, False), (6, True)):
        key.count = count
        ticket, options = ask(world, grant)
        if is_right:
            answer(world.services, ticket, key.get(options, ORIGIN))
        else:
            with pytest.raises(StepUpError):
                answer(world.services, ticket, key.get(options, ORIGIN))


def test_a_passkey_of_somebody_else_is_refused(world: World, key: SoftKey) -> None:
    """A key that was never enrolled, with the id of one that was, and with its own."""
    grant = world.grant()
    for stranger in (SoftKey(), SoftKey(id=b"a stranger")):
        ticket, options = ask(world, grant)
        with pytest.raises(StepUpError):
            answer(world.services, ticket, stranger.get(options, ORIGIN))
    assert not is_open(world, grant)


@pytest.mark.parametrize("said", [{}, {"rawId": 1}, {"rawId": "é"}, {"rawId": "YQ"}, {"rawId": None, "response": []}])
def test_malformed_answers_are_refused(world: World, key: SoftKey, said: dict[str, Any]) -> None:
    """Whatever arrives, it is one refusal and no defect."""
    ticket, _ = ask(world, world.grant())
    with pytest.raises(StepUpError):
        answer(world.services, ticket, said)


@pytest.mark.parametrize("ticket", ["", "x", "A" * 43, "é" * 43, "\ud800" * 43, "A" * 42 + "\n"])
def test_a_ticket_that_is_none(world: World, ticket: str) -> None:
    """Guessed and malformed tickets get the refusal of a used one."""
    with pytest.raises(StepUpError):
        options_of(world.services, ticket)


def test_five_minutes_and_the_end_of_the_session(world: World, key: SoftKey) -> None:
    """Freshness: at five minutes the ticket is dead; it dies with the session that began, and with the grant."""
    grant = world.grant()
    ticket, options = ask(world, grant)
    world.clock.move(minutes=5)
    with pytest.raises(StepUpError):
        answer(world.services, ticket, key.get(options, ORIGIN))
    ticket, options = ask(world, grant)
    revoke_grant(world.services, world.people["bo"], grant)
    with pytest.raises(StateError):
        answer(world.services, ticket, key.get(options, ORIGIN))
    ticket, options = ask(world, world.grant())
    sign_out(world.services, world.people["ann"])
    with pytest.raises(SignInError):
        answer(world.services, ticket, key.get(options, ORIGIN))


def test_right_is_asked_before_the_touch(world: World, key: SoftKey) -> None:
    """Who may not use the grant gets no ticket; who has no passkey is told so; nobody adds one with a session alone."""
    grant = world.grant()
    with pytest.raises(DeniedError):
        begin_step_up(world.services, world.people["eve"], grant)
    with pytest.raises(StepUpError) as caught:
        begin_step_up(world.services, world.people["eve"], world.grant("eve"))
    assert caught.value.code == "identity.step_up.missing"
    for password, code, error in (("wrong password", world.code("ann"), SignInError), (ANN, "000000", StepUpError)):
        with pytest.raises(error):
            begin_passkey(world.services, world.people["ann"], "phone", password, code)


def test_removed_and_reset_passkeys_are_dead(world: World, key: SoftKey) -> None:
    """Removing one ends what waits for it; an administrator's reset takes all of them."""
    grant = world.grant()
    ticket, options = ask(world, grant)
    remove_passkey(world.services, world.people["ann"], key.id.hex(), ANN)
    with pytest.raises(StepUpError):
        answer(world.services, ticket, key.get(options, ORIGIN))
    add(world, key)
    reset_factor(world.services, world.people["admin"], "ann")
    assert list_passkeys(world.services, world.people["ann"]) == ()
    with pytest.raises(StepUpError):
        begin_step_up(world.services, world.people["ann"], grant)


def test_a_row_put_back_is_noticed(world: World, key: SoftKey) -> None:
    """Who writes the database file cannot bring a removed passkey back, nor give one to somebody else."""
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn:
        (before,) = conn.execute("SELECT sealed FROM passkeys").fetchone()
    remove_passkey(world.services, world.people["ann"], key.id.hex(), ANN)
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        conn.execute("UPDATE passkeys SET sealed = ?", (before,))
    with pytest.raises(AuditError):
        list_passkeys(world.services, world.people["ann"])
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        conn.execute("INSERT INTO passkeys VALUES ('bo', ?)", (before,))
    with pytest.raises(StorageError):
        list_passkeys(world.services, world.people["bo"])
