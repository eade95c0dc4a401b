"""Who saw mine, erase me, and the reports, over HTTP: the values come in bodies and leave in nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.service.reveal import reveal

if TYPE_CHECKING:
    from mgserver import Running
    from mgworld import World

CANARY = "canary-jo@example.com"
PERSON = {"identifiers": [{"kind": "email", "value": CANARY.upper()}], "reason": "ticket 12"}


def call(server: Running, name: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Post as somebody; the answer."""
    headers = {"authorization": f"Bearer {server.session(name)}"}
    return server.http.post(path, json=body or {}, headers=headers)


def test_who_saw_mine_and_erase_me(server: Running, world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Shown, found, erased by two, not shown again, still accounted for; the value is in no answer and no line of the server."""
    caplog.set_level(logging.DEBUG)
    grant = world.open_grant()
    texts = [world.sealed(CANARY.encode())]
    reveal(world.services, world.people["ann"], grant, texts)
    found = call(server, "aud", "/audit/subject", PERSON)
    (one,) = found.json()["disclosures"]
    assert (one["grant"], one["recipient"], one["why"]) == (grant, {"roles": ["engineer"]}, "a customer cannot pay")
    page = call(server, "aud", "/audit/report", {"report": "gdpr-15", **PERSON})
    assert page.json()["report"] == "gdpr-15"
    asked = call(server, "aud", "/erasures", PERSON)
    assert asked.status_code == 201
    done = call(server, "bo", f"/erasures/{asked.json()['id']}/confirm")
    assert done.json()["months"] == ["2026-11"]
    (answer,) = reveal(world.services, world.people["ann"], grant, texts).answers
    assert answer.code == "access.erased"  # type: ignore[union-attr] # nothing opened
    again = call(server, "aud", "/audit/subject", PERSON).json()
    assert again["erased_at"] == done.json()["confirmed_at"]
    answers = [found.text, page.text, asked.text, done.text, str(again), caplog.text]
    assert not any("canary" in text.lower() for text in answers)


@pytest.mark.parametrize(
    "body",
    [
        {"identifiers": [{"kind": "Canary", "value": "canary"}], "reason": "x"},
        {"identifiers": [{"kind": "ip", "value": "canary"}], "reason": "x"},
        {"identifiers": [{"kind": "email", "value": "canary", "more": 1}], "reason": "x"},
        {"identifiers": "canary", "reason": "x"},
        {"identifiers": [{"kind": "email", "value": "canary"}], "reason": "x", "since": "yesterday"},
        {"identifiers": [{"kind": "email", "value": "canary"}], "reason": "x", "since": "2026-11-23T10:00:00"},
    ],
)
def test_malformed_searches_are_refused_unquoted(server: Running, world: World, body: dict[str, Any]) -> None:
    """What does not fit is a 400 that quotes nothing, and no search is recorded as done."""
    refused = call(server, "aud", "/audit/subject", body)
    assert refused.status_code == 400
    assert "canary" not in refused.text.lower()
    assert "search.result" not in world.types()


def test_wrong_people_are_refused(server: Running) -> None:
    """Each address by the role that is not its own."""
    for name, path in (
        ("sec", "/audit/subject"),
        ("ann", "/audit/report"),
        ("bo", "/erasures"),
        ("aud", "/audit/years/2019/end"),
    ):
        body = {"report": "soc2"} if path.endswith("report") else PERSON
        assert call(server, name, path, body).status_code == 403, path
    assert call(server, "sec", "/audit/years/2026/end").status_code == 409
