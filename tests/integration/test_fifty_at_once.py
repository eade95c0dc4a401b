"""Fifty people press the same button at the same moment, on two servers with one database: each gets one outcome, and it is true."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mgworld import at_once

from milkglass.access.approval import Answer
from milkglass.errors import MilkglassError
from milkglass.service.add_account import add_account
from milkglass.service.reveal import Opened, reveal
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.revoke_grant import revoke_grant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mgworld import World

    from milkglass.service.services import Services

FIFTY = 50


@pytest.fixture
def servers(world: World) -> Iterator[list[Services]]:
    """Two servers on one database."""
    second = world.second_server()
    yield [world.services, second]
    second.db.close()


def approvers(world: World, count: int) -> list[str]:
    """That many people with the approver role."""
    names = [f"rev{n}" for n in range(count)]
    for name in names:
        made = add_account(world.services, world.people["admin"], name, ["approver"])
        world.settle(name, made.initial_password)
    return names


def test_fifty_approvals(world: World, servers: list[Services]) -> None:
    """Fifty different people approve at once: one grant; exactly as many approvals as were needed are on the record."""
    names = approvers(world, FIFTY)
    request = world.ask(kinds=["us_ssn"])
    steps = [
        partial(review_request, servers[n % 2], world.people[name], request, Verdict(Answer.APPROVE))
        for n, name in enumerate(names)
    ]
    assert Counter(at_once(steps)) == {"": 2, "access.state": FIFTY - 2}
    assert len(world.entries_of("grant.issue")) == 1
    assert len(world.entries_of("review.approve")) == 2


def test_fifty_revocations(world: World, servers: list[Services]) -> None:
    """Fifty revocations of one grant at once: one of them did it."""
    grant = world.open_grant()
    steps = [partial(revoke_grant, servers[n % 2], world.people["sec"], grant) for n in range(FIFTY)]
    assert Counter(at_once(steps)) == {"": 1, "access.state": FIFTY - 1}
    assert len(world.entries_of("grant.revoke")) == 1


def test_fifty_reveals_and_a_revocation(world: World, servers: list[Services]) -> None:
    """While fifty reveals run, the grant is revoked: what was answered is on the record before the end, and nothing after it."""
    grant, text = world.open_grant(), world.sealed()
    answered, lock = Counter[str](), threading.Lock()

    def open_one(server: Services) -> None:
        try:
            (answer,) = reveal(server, world.people["ann"], grant, [text]).answers
            outcome = "opened" if isinstance(answer, Opened) else answer.code
        except MilkglassError as error:
            outcome = error.code
        with lock:
            answered[outcome] += 1

    steps = [partial(open_one, servers[n % 2]) for n in range(FIFTY)]
    at_once([*steps[:25], partial(revoke_grant, world.services, world.people["sec"], grant), *steps[25:]])
    assert set(answered) <= {"opened", "access.ended.revoked"}
    assert answered.total() == FIFTY
    entries = world.entries()
    (end,) = [entry.n for entry in entries if entry.type == "grant.revoke"]
    shown = [entry for entry in entries if entry.type == "reveal.result" and entry.out == "ok"]
    assert len(shown) == answered["opened"]
    assert all(entry.n < end for entry in shown)
