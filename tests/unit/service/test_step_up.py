"""The second factor: bound to one grant and one session, each code once, five failures lock."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.errors import DeniedError, StateError, StepUpError
from milkglass.service.enrol_factor import begin_enrolment, confirm_enrolment
from milkglass.service.factor import LOCKED
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.step_up import step_up

if TYPE_CHECKING:
    from mgworld import World


def try_code(world: World, grant: str, code: str) -> str:
    """The code of the refusal, or nothing."""
    try:
        step_up(world.services, world.people["ann"], grant, code)
    except StepUpError as error:
        return error.code
    return ""


def wrong(world: World) -> str:
    """Six digits that are not right now."""
    right = world.code("ann")
    return f"{(int(right) + 1) % 10**6:06d}"


@pytest.fixture
def grant(world: World) -> str:
    """A grant of Ann's that waits for its step-up."""
    world.enrol("ann")
    return world.grant(duration=timedelta(hours=4))


def test_the_same_code_works_once(world: World, grant: str) -> None:
    """Security case 34: a second use of an accepted code is refused, on the same grant too."""
    code = world.code("ann")
    assert try_code(world, grant, code) == ""
    assert try_code(world, grant, code) == "identity.step_up"


def test_an_older_code_is_refused_after_a_newer_one(world: World, grant: str) -> None:
    """The previous time step is accepted, unless a later one was accepted before."""
    older = world.code("ann")
    world.clock.move(seconds=30)
    assert try_code(world, grant, world.code("ann")) == ""
    assert try_code(world, grant, older) == "identity.step_up"


@pytest.mark.parametrize("spoil", [" {}", "{} ", "{}\n", "+{}", "0{}"])
def test_only_six_ascii_digits_are_a_code(world: World, grant: str, spoil: str) -> None:
    """Security case 34: a right code with anything around it is wrong, and so is one in full-width or Arabic-Indic digits."""
    code = world.code("ann")
    assert try_code(world, grant, spoil.format(code)) == "identity.step_up"
    assert try_code(world, grant, code.translate({48 + d: 0xFF10 + d for d in range(10)})) == "identity.step_up"
    assert try_code(world, grant, code.translate({48 + d: 0x0660 + d for d in range(10)})) == "identity.step_up"
    assert try_code(world, grant, code) == ""


def test_five_failures_lock_for_every_session(world: World, grant: str) -> None:
    """Security case 36: after five wrong codes the right one is refused unseen, from another session and for another grant too."""
    other = world.grant()
    for _ in range(4):
        assert try_code(world, grant, wrong(world)) == "identity.step_up"
    assert try_code(world, grant, wrong(world)) == LOCKED
    world.people["ann"] = world.sign_in("ann")
    world.enrol("eve")
    assert try_code(world, other, world.code("ann")) == LOCKED
    world.clock.move(minutes=15)
    assert try_code(world, grant, world.code("ann")) == ""
    refusals = [entry for entry in world.entries() if entry.type == "stepup.refuse"]
    assert len(refusals) == 5
    assert world.types().count("factor.lock") == 1


def test_right_is_asked_before_the_code(world: World, grant: str) -> None:
    """Who may not use the grant spends no code and causes no failure: the permission comes first."""
    with pytest.raises(DeniedError):
        step_up(world.services, world.people["eve"], grant, "000000")
    revoke_grant(world.services, world.people["bo"], grant)
    with pytest.raises(StateError):
        step_up(world.services, world.people["ann"], grant, world.code("ann"))
    assert "stepup.refuse" not in world.types()
    assert try_code(world, world.grant(), world.code("ann")) == ""


def test_of_two_uses_at_once_one_wins(world: World, grant: str) -> None:
    """Security case 34: the same code on two servers over one file, at once, for two grants: accepted exactly once, every time."""
    others = [world.services, world.second_server()]
    for _ in range(5):
        grants = [world.grant(duration=timedelta(hours=4)) for _ in others]
        world.clock.move(seconds=30)
        code = world.code("ann")
        outcomes = at_once(
            [partial(step_up, s, world.people["ann"], g, code) for s, g in zip(others, grants, strict=True)]
        )
        assert sorted(outcomes) == ["", "identity.step_up"]
    others[1].db.close()


def test_replacing_a_factor_needs_a_code_of_it(world: World) -> None:
    """Password and session alone do not replace a second factor; with a code of the old one it works, and the old one is dead."""
    world.enrol("ann")
    services, ann = world.services, world.people["ann"]
    with pytest.raises(StateError):
        begin_enrolment(services, ann, "correct horse battery ann")
    old = world.secrets["ann"]
    begun = begin_enrolment(services, ann, "correct horse battery ann", world.code("ann"))
    with pytest.raises(StepUpError):
        confirm_enrolment(services, ann, "000000")
    with pytest.raises(StateError):
        confirm_enrolment(services, ann, "000000")
    assert world.secrets["ann"] == old
    assert begun.secret not in repr(begun)
