"""A preview: what the policy would say, what would help, and what covers the wish already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from milkglass.access.decision import Rung
from milkglass.service.list_requests import get_request
from milkglass.service.preview_request import Preview, preview_request
from milkglass.service.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from mgworld import World


def preview(world: World, **other: object) -> Preview:
    """What Ann would be told."""
    return preview_request(world.services, world.people["ann"], world.wish(**other))


def test_what_would_help_does_help(world: World) -> None:
    """Each hint is true: the changed request gets the rung that was promised."""
    world.on_call("ann")
    incident = world.incident()
    seen = preview(world, kinds=["email", "us_ssn"], services=["shop"])
    hints = {hint.change: hint.rung for hint in seen.hints}
    assert hints == {"leave out us_ssn": Rung.ONE_APPROVAL}
    seen = preview(world, kinds=["email"])
    assert {hint.change: hint.rung for hint in seen.hints} == {f"ask for incident {incident}": Rung.AUTOMATIC}
    request = world.ask(kinds=["email"], incident=incident)
    assert get_request(world.services, world.people["ann"], request).state.value == "approved"


@pytest.mark.parametrize(
    ("asked", "change", "rung"),
    [
        ({"duration": timedelta(hours=6)}, "ask for 4 hours only", Rung.ONE_APPROVAL),
        ({"kinds": ["email", "password"]}, "leave out password", Rung.ONE_APPROVAL),
    ],
)
def test_a_denied_wish(world: World, asked: dict[str, object], change: str, rung: Rung) -> None:
    """Where it would be denied, the smallest step out of that is named."""
    seen = preview(world, **asked)
    assert seen.decided.decision.is_denied
    assert (change, rung) in [(hint.change, hint.rung) for hint in seen.hints]


def test_nothing_helps(world: World) -> None:
    """A credential alone is never opened, and the lowest rung needs no help."""
    assert preview(world, kinds=["password"]).hints == ()
    world.on_call("ann")
    assert preview(world, kinds=["email"], incident=world.incident()).hints == ()


def test_what_covers_it_already(world: World) -> None:
    """A request that waits and a grant that is open are named if they cover all of it, and only while they do."""
    request = world.ask(kinds=["email", "ipv4"])
    assert preview(world, kinds=["email"]).covered_by == (request,)
    assert preview(world, kinds=["email", "phone"]).covered_by == ()
    withdraw_request(world.services, world.people["ann"], request)
    assert preview(world, kinds=["email"]).covered_by == ()
    grant = world.grant(kinds=["email"])
    assert preview(world, kinds=["email"]).covered_by == (grant,)
    world.clock.move(minutes=31)
    assert preview(world, kinds=["email"]).covered_by == ()
