"""Context at the moment of use: rotas in decisions, and sources that are asked, that answer, or that do not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx2
import pytest
from mgcontext import connect, put_secret, recorded, signed

from milkglass.access.request import RequestState
from milkglass.errors import StateError, UsageError
from milkglass.service.list_context import list_incidents, list_on_call
from milkglass.service.list_requests import get_request
from milkglass.service.reveal import reveal
from milkglass.service.set_on_call import set_on_call
from milkglass.service.step_up import step_up
from milkglass.service.take_report import take_report

if TYPE_CHECKING:
    from mgworld import World


class FakePagerDuty(httpx2.BaseTransport):
    """Says that incidents are open and that Ann is on call, until told otherwise."""

    def __init__(self) -> None:
        self.status = "triggered"
        self.is_up = True
        self.calls = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One call."""
        self.calls += 1
        if not self.is_up:
            raise httpx2.ConnectTimeout("slow")
        if request.url.path.endswith("/oncalls"):
            return httpx2.Response(200, json={"oncalls": [{"user": {"id": "PANN"}}], "more": False})
        return httpx2.Response(200, json={"incident": {"id": "PT4KHLK", "status": self.status}})


def connected(world: World) -> FakePagerDuty:
    """PagerDuty as source, to be asked, and as rota of the shop; the recorded incident is open."""
    world.outside = FakePagerDuty()
    put_secret(world.folder, "token", "r3ad0nly")
    rota = {"shop": {"pagerduty": {"source": "pagerduty", "schedule": "PSHOP"}}}
    connect(world, "pagerduty", changes={"pagerduty": {"api_token_file": "token"}}, rota=rota)
    body = recorded("pagerduty")
    body["event"]["occurred_at"] = (world.clock.now - timedelta(seconds=5)).isoformat()
    data = json.dumps(body).encode()
    take_report(world.services, "pagerduty", signed("pagerduty", data, world.clock.now), data)
    return world.outside


def state_of_asking(world: World) -> RequestState:
    """What becomes of Ann's request for addresses of low risk."""
    (incident,) = list_incidents(world.services)
    request = world.ask("ann", kinds=["ipv4"], incident=incident.id)
    return get_request(world.services, world.people["ann"], request).state


def test_the_rota_of_pagerduty_counts(world: World) -> None:
    """Ann is on call there, so nobody has to approve; the list that is kept here does not count for the shop."""
    connected(world)
    assert state_of_asking(world) is RequestState.APPROVED
    assert list_on_call(world.services) == {"shop": {"ann"}}
    with pytest.raises(UsageError, match="stands in its rota"):
        set_on_call(world.services, world.people["admin"], "shop", ["eve"])


def test_a_source_that_does_not_answer_falls_to_the_approval_rung(world: World) -> None:
    """Never to the automatic one, and never to an error: people can still approve."""
    pagerduty = connected(world)
    world.clock.move(minutes=6)
    pagerduty.is_up = False
    assert state_of_asking(world) is RequestState.PENDING
    pagerduty.is_up = True
    world.clock.move(minutes=1)
    assert state_of_asking(world) is RequestState.APPROVED


def test_an_end_that_no_event_told_of_is_found_at_use(world: World) -> None:
    """The webhook was lost; asked at the reveal, PagerDuty says that it is over: the grant ends after the grace time."""
    pagerduty = connected(world)
    world.enrol("ann")
    (incident,) = list_incidents(world.services)
    grant = world.grant_of(world.ask("ann", kinds=["ipv4"], incident=incident.id))
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    value = world.sealed(b"192.0.2.7", kind="ipv4")
    reveal(world.services, world.people["ann"], grant, [value])
    pagerduty.status = "resolved"
    world.clock.move(minutes=2)
    reveal(world.services, world.people["ann"], grant, [value])
    assert not list_incidents(world.services)[0].is_open
    world.clock.move(minutes=10)
    with pytest.raises(StateError) as caught:
        reveal(world.services, world.people["ann"], grant, [value])
    assert caught.value.code == "access.ended.incident"


def test_an_automatic_grant_waits_while_its_source_is_silent(world: World) -> None:
    """Five minutes after the last answer it opens nothing; a grant that Bo approved does."""
    pagerduty = connected(world)
    world.enrol("ann")
    (incident,) = list_incidents(world.services)
    grant = world.grant_of(world.ask("ann", kinds=["ipv4"], incident=incident.id))
    step_up(world.services, world.people["ann"], grant, world.code("ann"))
    approved = world.open_grant("eve", kinds=["email"], incident=incident.id)
    pagerduty.is_up = False
    world.clock.move(minutes=6)
    with pytest.raises(StateError) as caught:
        reveal(world.services, world.people["ann"], grant, [world.sealed(b"192.0.2.7", kind="ipv4")])
    assert caught.value.code == "access.context"
    assert reveal(world.services, world.people["eve"], approved, [world.sealed()]).answers


def test_a_source_is_asked_at_most_once_in_a_minute(world: World) -> None:
    """However many reveals there are."""
    pagerduty = connected(world)
    for _ in range(5):
        state_of_asking(world)
    assert pagerduty.calls == 1
