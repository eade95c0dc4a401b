"""Each way to a value without a grant that covers it, tried. One test for each; none may open anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from mgattack import attempt, control
from mgworld import PASSWORD, World, kid_of, seal, with_check

from milkglass.errors import (
    DeniedError,
    IdentityError,
    MilkglassError,
    SignInError,
    StateError,
    StepUpError,
    UsageError,
)
from milkglass.service.add_account import add_account
from milkglass.service.caller import identify
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.return_grant import return_grant
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.sign_in import sign_in, sign_out
from milkglass.service.step_up import step_up
from milkglass.service.submit_request import submit_request

# -- roles ------------------------------------------------------------------------------------------------------------------


def test_administrator_asks(world: World) -> None:
    """The administrator cannot even ask."""
    with pytest.raises(DeniedError):
        submit_request(world.services, world.people["admin"], world.wish())


def test_administrator_uses_the_grant_of_somebody(world: World) -> None:
    """The administrator cannot use the open grant of an engineer."""
    grant = world.open_grant()
    with pytest.raises(DeniedError):
        attempt(world, "admin", grant)
    control(world, grant)


def test_administrator_approves_for_an_accomplice(world: World) -> None:
    """The administrator cannot approve a request, so handing out roles opens nothing by itself."""
    request = world.ask()
    with pytest.raises(DeniedError):
        world.approve(request, "admin")


@pytest.mark.parametrize("other", ["engineer", "approver", "security"])
def test_administrator_makes_an_account_with_both_sides(world: World, other: str) -> None:
    """No account is an administrator and has a part in opening values."""
    with pytest.raises(UsageError):
        add_account(world.services, world.people["admin"], "mallory", ["admin", other])


@pytest.mark.parametrize("name", ["bo", "sec", "aud"])
def test_reviewers_and_auditors_have_no_standing_access(world: World, name: str) -> None:
    """Approvers, security and auditors get nothing by themselves: the policy denies them, and other people's grants too."""
    grant = world.open_grant()
    with pytest.raises(DeniedError):
        attempt(world, name, grant)
    request = world.ask(name)
    with world.services.db.read() as conn:
        assert world.services.rows.grant_of_request(conn, request) is None


# -- whose grant, and when --------------------------------------------------------------------------------------------------


def test_no_grant_at_all(world: World) -> None:
    """A made-up grant id opens nothing."""
    with pytest.raises(UsageError):
        attempt(world, "ann", "grant_aaaaaaaaaaaaaaaa")


def test_approved_and_not_pending_only(world: World) -> None:
    """A pending request is no grant: neither its id nor a guess works."""
    request = world.ask()
    with pytest.raises(UsageError):
        attempt(world, "ann", request)


def test_own_approval(world: World) -> None:
    """Nobody approves a request of their own, an approver neither."""
    made = add_account(world.services, world.people["admin"], "dan", ["engineer", "approver"])
    world.settle("dan", made.initial_password)
    with pytest.raises(DeniedError):
        world.approve(world.ask("dan"), "dan")


def test_grant_of_somebody_else(world: World) -> None:
    """A colleague's open grant is worth nothing to another engineer."""
    grant = world.open_grant()
    world.enrol("eve")
    with pytest.raises(DeniedError):
        attempt(world, "eve", grant)
    with pytest.raises(DeniedError):
        step_up(world.services, world.people["eve"], grant, world.code("eve"))
    control(world, grant)


def test_holder_of_another_grant(world: World) -> None:
    """An open grant for the bank opens nothing of the shop."""
    world.open_grant()
    other = world.open_grant(services=["bank"])
    assert attempt(world, "ann", other) == ["access.scope.service"]


def test_expired_grant(world: World) -> None:
    """At the very moment of its end a grant opens nothing."""
    grant = world.open_grant(duration=timedelta(minutes=5))
    world.clock.move(minutes=4)
    control(world, grant)
    world.clock.move(seconds=30)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)


def test_clock_turned_back(world: World) -> None:
    """A clock that is set back does not bring an expired grant to life."""
    grant = world.open_grant(duration=timedelta(minutes=5))
    world.clock.move(minutes=6)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)
    world.clock.move(minutes=-5)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)


def test_revoked_grant(world: World) -> None:
    """A revoked grant opens nothing from that moment on."""
    grant = world.open_grant()
    control(world, grant)
    revoke_grant(world.services, world.people["sec"], grant)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)


def test_returned_grant(world: World) -> None:
    """A grant that was given back cannot be used again by its holder."""
    grant = world.open_grant()
    return_grant(world.services, world.people["ann"], grant)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)


def test_grant_of_a_resolved_incident(world: World) -> None:
    """The grant ends with the incident it was given for."""
    world.on_call("ann")
    world.enrol("ann")
    incident = world.incident()
    grant = world.grant_of(world.ask(incident=incident))
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    control(world, grant)
    resolve_incident(world.services, world.people["eve"], incident)
    with pytest.raises(StateError):
        attempt(world, "ann", grant)


# -- second factor and session ----------------------------------------------------------------------------------------------


def test_without_step_up(world: World) -> None:
    """An approved grant without a second factor opens nothing."""
    world.enrol("ann")
    grant = world.grant()
    with pytest.raises(StepUpError):
        attempt(world, "ann", grant)


def test_step_up_of_another_grant(world: World) -> None:
    """A second factor for one grant does not open another one of the same person."""
    world.open_grant()
    other = world.grant()
    with pytest.raises(StepUpError):
        attempt(world, "ann", other)


def test_step_up_in_another_session(world: World) -> None:
    """A stolen second session of the holder has to give a second factor of its own."""
    grant = world.open_grant()
    with pytest.raises(StepUpError):
        attempt(world, world.sign_in("ann"), grant)
    control(world, grant)


def test_used_code(world: World) -> None:
    """The code that opened one grant does not open the next."""
    world.open_grant()
    other = world.grant()
    with pytest.raises(StepUpError):
        step_up(world.services, world.people["ann"], other, world.code("ann"))
    with pytest.raises(StepUpError):
        attempt(world, "ann", other)


def test_without_any_factor(world: World) -> None:
    """Who has no second factor cannot open a grant with any code."""
    grant = world.grant()
    with pytest.raises(StepUpError):
        step_up(world.services, world.people["ann"], grant, "000000")


def test_session_stolen_after_sign_out(world: World) -> None:
    """A token kept from before the sign-out is worth nothing, even while the grant is open."""
    world.enrol("ann")
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    thief = identify(world.services, token)
    grant = world.grant()
    step_up(world.services, thief, grant, world.code("ann"))
    sign_out(world.services, thief)
    with pytest.raises(SignInError):
        identify(world.services, token)
    with pytest.raises(SignInError):
        attempt(world, thief, grant)


def test_idle_session(world: World) -> None:
    """A session that was left alone for an hour opens nothing, although its grant lasts longer."""
    grant = world.open_grant(duration=timedelta(hours=4))
    world.clock.move(hours=1)
    with pytest.raises(IdentityError):
        attempt(world, "ann", grant)


# -- scope and sealed values ------------------------------------------------------------------------------------------------


def test_wrong_service(world: World) -> None:
    """Values of another service stay sealed."""
    assert attempt(world, "ann", world.open_grant(), world.sealed(service="bank")) == ["access.scope.service"]


def test_wrong_kind(world: World) -> None:
    """Values of another kind stay sealed."""
    assert attempt(world, "ann", world.open_grant(), world.sealed(b"5551234", kind="phone")) == ["access.scope.kind"]


def test_wrong_day(world: World) -> None:
    """Values of the day before stay sealed."""
    secret, row = world.keys.new_day("shop", world.clock.now - timedelta(days=1))
    world.services.keyring.add([row])
    text = seal(secret, "email", "shop", b"jo@example.com")
    assert attempt(world, "ann", world.open_grant(), text) == ["access.scope.day"]


def test_credentials_under_a_grant_that_names_them(world: World) -> None:
    """The policy denies a request for credentials, and a sealed password stays sealed under any grant."""
    request = world.ask(kinds=["email", "password"])
    with world.services.db.read() as conn:
        assert world.services.rows.grant_of_request(conn, request) is None
    assert attempt(world, "ann", world.open_grant(), world.sealed(b"hunter2", kind="password")) == ["access.credential"]


def test_one_way_value(world: World) -> None:
    """What was masked one-way opens for nobody."""
    assert attempt(world, "ann", world.open_grant(), world.sealed(mode="o")) == ["access.one_way"]


def test_damaged_sealed_value(world: World) -> None:
    """A sealed value with any one character of its body changed, and its check made to fit again, stays sealed."""
    text = world.sealed()
    grant = world.open_grant()
    start = len(text) - 40
    changed = [text[:i] + ("b" if text[i] == "a" else "a") + text[i + 1 : -4] for i in range(start, len(text) - 4, 5)]
    assert set(attempt(world, "ann", grant, *map(with_check, changed))) <= {"keys.open", "usage.format"}
    control(world, grant)


@pytest.mark.parametrize("kind", ["username", "ipv4"])
def test_sealed_value_with_another_kind(world: World, kind: str) -> None:
    """A phone number relabelled as a kind that the grant covers does not open."""
    text = world.sealed(b"5551234", kind="phone")[:-4].replace("_phone_", f"_{kind}_")
    assert attempt(world, "ann", world.open_grant(kinds=[kind]), with_check(text)) == ["keys.open"]


def test_sealed_value_with_another_kid(world: World) -> None:
    """A value of the bank relabelled with the shop's key id does not open under a grant for the shop."""
    text = world.sealed(service="bank")[:-4].replace(kid_of(world.days["bank"]), kid_of(world.days["shop"]))
    assert attempt(world, "ann", world.open_grant(), with_check(text)) == ["keys.open"]


def test_keyring_row_that_claims_another_service(world: World) -> None:
    """A row that was rewritten to say that a day of the bank is the shop's does not open it: the keys say whose they are."""
    secret, row = world.keys.new_day("bank", world.clock.now, seed=b"second host")
    world.services.keyring.add([replace(row, service="shop")])
    text = seal(secret, "email", "bank", b"jo@example.com")
    assert attempt(world, "ann", world.open_grant(), text) == ["keys.row"]


def test_keyring_row_that_claims_a_long_period(world: World) -> None:
    """A row that claims to be valid for a month does not stretch the log time of a grant."""
    secret, row = world.keys.new_day("shop", world.clock.now - timedelta(days=20))
    world.services.keyring.add([replace(row, not_after=row.not_after + 30 * 86_400)])
    text = seal(secret, "email", "shop", b"jo@example.com")
    assert attempt(world, "ann", world.open_grant(), text) == ["keys.period"]


def test_unknown_key_id(world: World) -> None:
    """A value whose key the server never got stays sealed."""
    text = seal(b"\x07" * 32, "email", "shop", b"jo@example.com")
    assert attempt(world, "ann", world.open_grant(), text) == ["keys.unknown"]


# -- the owner of the enrolment ---------------------------------------------------------------------------------------------


def test_owner_of_the_enrolment(world: World) -> None:
    """Who can write keyring rows can bring a day of their own making; it opens no value of anybody else's day."""
    mine, row = world.keys.new_day("shop", world.clock.now, seed=b"mallory")
    world.services.keyring.add([row])
    text = world.sealed()[:-4].replace(kid_of(world.days["shop"]), kid_of(mine))
    assert attempt(world, "ann", world.open_grant(), with_check(text)) == ["keys.open"]


def test_owner_of_the_enrolment_replaces_a_row(world: World) -> None:
    """A second row for a key id that has one is refused, so a host cannot put its own day in place of another's."""
    from milkglass.service.import_keyring import import_keyring

    _, row = world.keys.new_day("shop", world.clock.now)
    with pytest.raises(MilkglassError):
        import_keyring(world.services, world.people["ann"], [replace(row, service="bank").to_line()])
