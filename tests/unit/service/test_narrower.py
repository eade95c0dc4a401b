"""Reviewers who agree to a part: the grant covers what all of them agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milkglass.access.approval import Answer
from milkglass.errors import UsageError
from milkglass.service.list_grants import get_grant
from milkglass.service.review_request import Verdict, review_request

if TYPE_CHECKING:
    from mgworld import World


def agree(world: World, request: str, name: str, **less: frozenset[str]) -> None:
    """Approve a part."""
    review_request(world.services, world.people[name], request, Verdict(Answer.APPROVE, **less))  # type: ignore[arg-type]  # sets by name


def test_the_grant_is_what_both_agreed_to(world: World) -> None:
    """Bo leaves out a kind, Cy a service: the grant covers the rest, and the entries say who agreed to what."""
    request = world.ask(services=["shop", "bank"], kinds=["us_ssn", "email", "ipv4"])
    agree(world, request, "bo", kinds=frozenset({"us_ssn", "email"}))
    agree(world, request, "cy", services=frozenset({"shop"}))
    scope = get_grant(world.services, world.people["ann"], world.grant_of(request)).grant.scope
    assert (scope.services, scope.kinds) == ({"shop"}, {"us_ssn", "email"})
    first, second = world.entries_of("review.approve")
    assert (first.scope.kinds, second.scope.services) == (("email", "us_ssn"), ("shop",))


@pytest.mark.parametrize(
    "less",
    [
        {"kinds": frozenset({"phone"})},
        {"kinds": frozenset({"email", "phone"})},
        {"kinds": frozenset()},
        {"services": frozenset({"bank"})},
        {"services": frozenset()},
    ],
)
def test_nothing_is_added(world: World, less: dict[str, frozenset[str]]) -> None:
    """A review that names something that was not asked for, or nothing at all, is refused."""
    request = world.ask(kinds=["email", "ipv4"])
    with pytest.raises(UsageError):
        agree(world, request, "bo", **less)


def test_two_parts_without_a_common_one(world: World) -> None:
    """Who would leave nothing of what the other agreed to is told so."""
    request = world.ask(kinds=["us_ssn", "us_itin"])
    agree(world, request, "bo", kinds=frozenset({"us_ssn"}))
    with pytest.raises(UsageError, match="nothing is left"):
        agree(world, request, "cy", kinds=frozenset({"us_itin"}))
    agree(world, request, "cy")
    scope = get_grant(world.services, world.people["ann"], world.grant_of(request)).grant.scope
    assert scope.kinds == {"us_ssn"}
