"""Lost factors: recovery codes only re-enrol, after a day; fifty refused codes disable; an administrator can reset."""

from __future__ import annotations

import base64
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import PASSWORD, at_once

from milkglass.errors import DeniedError, SignInError, StateError, StepUpError, UsageError
from milkglass.identity.lockout import FAILURES_TO_DISABLE
from milkglass.service.enrol_factor import begin_enrolment, confirm_enrolment
from milkglass.service.factor import DISABLED, LOCKED
from milkglass.service.recover_factor import make_recovery_codes, reset_factor, use_recovery_code
from milkglass.service.step_up import step_up

if TYPE_CHECKING:
    from mgworld import World

ANN = PASSWORD.format("ann")


@pytest.fixture
def codes(world: World) -> tuple[str, ...]:
    """Ann's recovery codes."""
    world.enrol("ann")
    made = make_recovery_codes(world.services, world.people["ann"], ANN, world.code("ann"))
    world.clock.move(seconds=30)
    return made


def enrol_again(world: World) -> None:
    """Enrol a new factor with the password alone."""
    begun = begin_enrolment(world.services, world.people["ann"], ANN)
    world.secrets["ann"] = base64.b32decode(begun.secret + "=" * (-len(begun.secret) % 8))
    confirm_enrolment(world.services, world.people["ann"], world.code("ann"))
    world.clock.move(seconds=30)


def wrong(world: World) -> str:
    """Six digits that are not right now."""
    return f"{(int(world.code('ann')) + 1) % 10**6:06d}"


def test_a_recovery_code_opens_no_grant(world: World, codes: tuple[str, ...]) -> None:
    """Security case 41: given in place of a one-time code it is a wrong code, and using it opens nothing."""
    grant = world.grant()
    with pytest.raises(StepUpError):
        step_up(world.services, world.people["ann"], grant, codes[0])
    use_recovery_code(world.services, world.people["ann"], ANN, codes[0])
    assert "stepup.ok" not in [entry.type.value for entry in world.entries() if entry.grant == grant]


def test_a_new_factor_a_day_after_a_recovery_code(world: World, codes: tuple[str, ...]) -> None:
    """24 hours less a second: no. 24 hours: yes, and the new factor opens a grant."""
    start = world.clock.now
    assert use_recovery_code(world.services, world.people["ann"], ANN, codes[0]) == start + timedelta(hours=24)
    world.clock.move(hours=24, seconds=-1)
    world.people["ann"] = world.sign_in("ann")
    with pytest.raises(StateError):
        enrol_again(world)
    world.clock.move(seconds=1)
    enrol_again(world)
    world.people["bo"] = world.sign_in("bo")
    step_up(world.services, world.people["ann"], world.grant(), world.code("ann"))


def test_using_the_old_factor_calls_the_recovery_off(world: World, codes: tuple[str, ...]) -> None:
    """Who stole a recovery code gets nothing if the owner goes on using the factor."""
    use_recovery_code(world.services, world.people["ann"], ANN, codes[0])
    step_up(world.services, world.people["ann"], world.grant(), world.code("ann"))
    world.clock.move(hours=25)
    world.people["ann"] = world.sign_in("ann")
    with pytest.raises(StateError):
        enrol_again(world)


def test_a_second_recovery_code_does_not_start_the_wait_again(world: World, codes: tuple[str, ...]) -> None:
    """The wait counts from the first code, so that impatience does not lengthen it."""
    first = use_recovery_code(world.services, world.people["ann"], ANN, codes[0])
    world.clock.move(minutes=10)
    assert use_recovery_code(world.services, world.people["ann"], ANN, codes[1]) == first


def test_each_recovery_code_works_once(world: World, codes: tuple[str, ...]) -> None:
    """A second use is refused; of two uses at once on two servers exactly one wins; new codes void the old ones."""
    services, ann = world.services, world.people["ann"]
    use_recovery_code(services, ann, ANN, codes[0])
    with pytest.raises(StepUpError):
        use_recovery_code(services, ann, ANN, codes[0])
    other = world.second_server()
    outcomes = at_once([partial(use_recovery_code, one, ann, ANN, codes[1]) for one in (services, other)])
    other.db.close()
    assert sorted(outcomes) == ["", "identity.step_up"]
    make_recovery_codes(services, ann, ANN, world.code("ann"))
    with pytest.raises(StepUpError):
        use_recovery_code(services, ann, ANN, codes[2])


def test_recovery_asks_for_the_password_and_for_the_factor(world: World) -> None:
    """A stolen session alone makes no codes and uses none; without a factor there is nothing to recover."""
    services, ann = world.services, world.people["ann"]
    with pytest.raises(StepUpError):
        make_recovery_codes(services, ann, ANN, "000000")
    with pytest.raises(StateError):
        use_recovery_code(services, ann, ANN, "a" * 26)
    world.enrol("ann")
    with pytest.raises(SignInError):
        make_recovery_codes(services, ann, "a wrong password", world.code("ann"))
    with pytest.raises(SignInError):
        use_recovery_code(services, ann, "a wrong password", "a" * 26)


def test_no_code_stands_in_the_log(world: World, codes: tuple[str, ...]) -> None:
    """Entries name that codes were made and used, never which."""
    use_recovery_code(world.services, world.people["ann"], ANN, codes[0])
    assert world.types().count("recovery.create") == world.types().count("recovery.use") == 1
    text = repr(world.entries())
    assert not any(code in text for code in codes)


def test_fifty_refused_codes_in_a_row_disable_the_factor(world: World) -> None:
    """The fiftieth wrong code disables: no wait helps, the right code is refused, an administrator's reset does help."""
    world.enrol("ann")
    answers = []
    for _ in range(FAILURES_TO_DISABLE):
        world.people["bo"], world.people["ann"] = world.sign_in("bo"), world.sign_in("ann")
        grant = world.grant()
        with pytest.raises(StepUpError) as caught:
            step_up(world.services, world.people["ann"], grant, wrong(world))
        answers.append(caught.value.code)
        if caught.value.code == LOCKED:
            world.clock.move(hours=24)
    assert answers.count(LOCKED) == FAILURES_TO_DISABLE // 5 - 1
    assert answers[-1] == DISABLED
    world.clock.move(days=400)
    world.people |= {name: world.sign_in(name) for name in ("ann", "bo", "admin")}
    with pytest.raises(StepUpError) as caught:
        step_up(world.services, world.people["ann"], world.grant(), world.code("ann"))
    assert caught.value.code == DISABLED
    reset_factor(world.services, world.people["admin"], "ann")
    enrol_again(world)
    step_up(world.services, world.people["ann"], world.grant(), world.code("ann"))


def test_who_resets_a_factor(world: World) -> None:
    """Administrators, of others only, and what is there; after it the old codes are dead."""
    services, admin = world.services, world.people["admin"]
    world.enrol("ann")
    for who, name, error in (
        ("sec", "ann", DeniedError),
        ("admin", "admin", DeniedError),
        ("admin", "nobody", UsageError),
        ("admin", "eve", StateError),
    ):
        with pytest.raises(error):
            reset_factor(services, world.people[who], name)
    reset_factor(services, admin, "ANN")
    with pytest.raises(StepUpError) as caught:
        step_up(services, world.people["ann"], world.grant(), world.code("ann"))
    assert caught.value.code == "identity.step_up.missing"
    with pytest.raises(StateError):
        reset_factor(services, admin, "ann")
