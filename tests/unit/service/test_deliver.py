"""From the record to the receiver: once, after the commit, again when it fails, and never in anybody's way."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from mgcontext import WHSEC, connect, put_secret
from mgreceiver import MailHost, Receiver
from mgworld import at_once

from milkglass.access.approval import Answer
from milkglass.errors import DeniedError
from milkglass.notify import outbox
from milkglass.service.courier import courier
from milkglass.service.deliver import deliver_due
from milkglass.service.return_grant import return_grant
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.withdraw_request import withdraw_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mgworld import World


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    """A program that is told everything."""
    with Receiver() as running:
        put_secret(world.folder, "hook", WHSEC)
        hook = {"url": running.url, "secret_file": "hook", "allow_networks": ["127.0.0.0/8"]}
        notify = {"public_url": "https://milkglass.example.com/", "webhooks": {"siem": hook}}
        connect(world, notify=notify)
        yield running


def told(receiver: Receiver) -> list[tuple[str, str]]:
    """Event and request of each post."""
    bodies = [json.loads(body) for _, _, body in receiver.posts]
    return [(body["type"], body["data"]["request"]) for body in bodies]


def deny(world: World, request: str) -> None:
    """Bo says no."""
    review_request(world.services, world.people["bo"], request, Verdict(Answer.DENY))


def test_what_is_on_the_record_is_told(world: World, receiver: Receiver) -> None:
    """Asked, approved, revoked; asked, denied; asked, withdrawn; asked, approved, returned: each once, in order."""
    first = world.ask()
    deliver_due(world.services)
    world.approve(first)
    revoke_grant(world.services, world.people["bo"], world.grant_of(first), "done with it")
    deliver_due(world.services)
    assert told(receiver) == [("request.pending", first), ("request.approved", first), ("grant.revoked", first)]
    second, third = world.ask(), world.ask()
    deliver_due(world.services)
    deny(world, second)
    withdraw_request(world.services, world.people["ann"], third)
    deliver_due(world.services)
    assert sorted(told(receiver)[5:]) == sorted([("request.denied", second), ("request.withdrawn", third)])
    fourth = world.ask()
    world.approve(fourth)
    return_grant(world.services, world.people["ann"], world.grant_of(fourth))
    deliver_due(world.services)
    assert told(receiver)[7:] == [("request.approved", fourth), ("grant.returned", fourth)]
    assert deliver_due(world.services) == 0


def test_links_lead_to_the_page_of_the_request(world: World, receiver: Receiver) -> None:
    """And nothing of the reason leaves."""
    request = world.ask(reason="jo@example.com cannot pay")
    deliver_due(world.services)
    (_, _, body), *_ = receiver.posts
    assert json.loads(body)["data"]["url"] == f"https://milkglass.example.com/requests/{request}"
    assert b"pay" not in body


def test_nothing_is_told_of_what_did_not_happen(world: World, receiver: Receiver) -> None:
    """A step that was refused, and one that was rolled back, leave nothing behind."""
    request = world.ask()
    deliver_due(world.services)
    with pytest.raises(DeniedError):
        review_request(world.services, world.people["eve"], request, Verdict(Answer.APPROVE))
    assert deliver_due(world.services) == 0
    assert len(receiver.posts) == 1


def test_a_request_that_got_no_answer_is_told_once_it_expired(world: World, receiver: Receiver) -> None:
    """After four hours; one that was answered never."""
    left, answered = world.ask(), world.ask()
    deliver_due(world.services)
    deny(world, answered)
    deliver_due(world.services)
    world.clock.move(hours=4)
    deliver_due(world.services)
    assert told(receiver)[3:] == [("request.expired", left)]


def test_a_receiver_that_is_down_is_tried_again(world: World, receiver: Receiver) -> None:
    """Pauses double; the id stays the same; after ten tries it is given up, and the others were served meanwhile."""
    receiver.status = 503
    world.ask()
    tries = []
    for _ in range(8000):
        if deliver_due(world.services):
            tries.append(world.clock.now)
        world.clock.move(seconds=5)
        if len(tries) == 10:
            break
    gaps = [(b - a).total_seconds() for a, b in pairwise(tries)]
    assert gaps == [10, 20, 40, 80, 160, 320, 640, 1280, 2560]
    assert len({headers["webhook-id"] for _, headers, _ in receiver.posts}) == 1
    world.clock.move(hours=2)
    assert deliver_due(world.services) == 0


def test_a_courier_that_died_loses_nothing(world: World, receiver: Receiver) -> None:
    """What was taken and not marked as done is taken again after two minutes, by another process too."""
    world.ask()
    with world.services.db.transaction() as conn:
        assert len(outbox.take(conn, world.clock.now)) == 1
    other = world.second_server()
    assert deliver_due(other) == 0
    world.clock.move(minutes=2)
    assert deliver_due(other) == 1
    other.db.close()
    assert len(receiver.posts) == 1


def test_many_couriers_send_once(world: World, receiver: Receiver) -> None:
    """A message is in one pair of hands at a time."""
    for _ in range(5):
        world.ask()
    assert at_once([lambda: deliver_due(world.services)] * 6) == [""] * 6
    assert len(receiver.posts) == 5


def test_a_slow_receiver_keeps_nobody_waiting(world: World) -> None:
    """Asking takes no longer because a receiver hangs: nothing is sent in the step itself."""
    put_secret(world.folder, "hook", WHSEC)
    hook = {"url": "http://10.255.255.1/in", "secret_file": "hook", "allow_networks": ["10.0.0.0/8"]}
    connect(world, notify={"public_url": "https://milkglass.example.com", "webhooks": {"slow": hook}})
    begin = time.monotonic()
    world.ask()
    assert time.monotonic() - begin < 2


def test_a_private_receiver_is_refused_and_the_request_stands(world: World) -> None:
    """A webhook to a private address gets nothing; whoever asked notices nothing of it."""
    with Receiver() as running:
        put_secret(world.folder, "hook", WHSEC)
        hook = {"url": running.url, "secret_file": "hook", "allow_networks": ["10.0.0.0/8"]}
        connect(world, notify={"public_url": "https://milkglass.example.com", "webhooks": {"siem": hook}})
        world.ask()
        deliver_due(world.services)
        assert running.posts == []


def test_the_courier_sends_in_the_background(world: World, receiver: Receiver) -> None:
    """While a server runs; it stops when the server does."""
    with courier(world.services):
        world.ask()
        end = time.monotonic() + 10
        while not receiver.posts and time.monotonic() < end:
            time.sleep(0.02)
    assert len(receiver.posts) == 1


def test_mail_goes_to_reviewers(world: World) -> None:
    """Once for each request that waits, and not for answers."""
    with MailHost() as host:
        email: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": host.port,
            "from": "m@example.com",
            "to": ["bo@example.com"],
        }
        connect(world, notify={"public_url": "https://milkglass.example.com", "email": email})
        request = world.ask()
        deliver_due(world.services)
        world.approve(request)
        deliver_due(world.services)
    assert len(host.mails) == 1
    assert request in host.mails[0][1]
