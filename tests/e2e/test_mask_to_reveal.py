"""A masking host that holds public halves only, a server over HTTP, and the same bytes again under a grant that covers them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgprocess import Process
from mgworld import Clock, World

from milkglass import Masker
from milkglass.masking.rules import Ruleset
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = (
    b'{"user": {"email": "jo@example.com", "phone": 5551234567}, "ip": "192.0.2.7"}\r\n'
    b"login Username=johndoe Email=jo@example.com from 2001:db8::1 ok\n"
    b"card 4111111111111111 refused for kim@example.com \xff\x00\n"
    b"nothing here, without an end"
)
KINDS = ["email", "phone", "ipv4", "ipv6", "username", "payment_card"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world at the real time; no server holds its files."""
    (tmp_path / "data").mkdir()
    made = World(tmp_path / "data", Clock(datetime.now(UTC) - timedelta(minutes=2))).populate()
    made.enrol("ann")
    made.services.db.close()
    return made


def masked(world: World) -> bytes:
    """The lines as a host of the shop writes them, which appends to the server's keyring."""
    enrolment = world.keys.files.enrolment(world.folder / "keyring" / "host.jsonl")
    masker = Masker("seal", service="shop", enrolment=enrolment, modes=dict.fromkeys(KINDS, "d"))
    return masker.mask_lines(LINES)


def granted(server: Process, kinds: Sequence[str] = KINDS) -> tuple[str, str]:
    """A session of Ann's and her grant for these kinds, approved by two people and stepped up."""
    ann = server.session("ann")
    now = datetime.now(UTC)
    times = {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=1)).isoformat()}
    body = {"services": ["shop"], "kinds": list(kinds), "minutes": 30, "reason": "a customer cannot pay", **times}
    request = server.call("POST", "/requests", ann, json=body).json()
    assert request["rung"] == "two_approvals"
    for name in ("bo", "cy"):
        review = {"answer": "approve"}
        answer = server.call("POST", f"/requests/{request['id']}/reviews", server.session(name), json=review).json()
    server.world.clock.now = datetime.now(UTC)
    code = {"code": server.world.code("ann")}
    assert server.call("POST", f"/grants/{answer['grant']}/step-up", ann, json=code).json()["state"] == "open"
    return ann, str(answer["grant"])


def opened(text: bytes, values: list[dict[str, Any]]) -> bytes:
    """The text with every sealed value replaced by what the server answered."""
    for (start, end, _), value in reversed(list(zip(find_sealed(text), values, strict=True))):
        is_quoted = value.get("bare") and text[start - 1 : start] == text[end : end + 1] == b'"'
        begin, behind = (start - 1, end + 1) if is_quoted else (start, end)
        text = text[:begin] + value["value"].encode() + text[behind:]
    return text


def test_every_byte_comes_back(world: World) -> None:
    """What the masker sealed is gone from the lines, and the reveal under a grant that covers all gives the lines back."""
    text = masked(world)
    for secret in (b"jo@example.com", b"5551234567", b"192.0.2.7", b"johndoe", b"2001:db8::1", b"4111111111111111"):
        assert secret not in text
    sealed = [value.text for _, _, value in find_sealed(text)]
    assert len(set(sealed)) < len(sealed)
    with Process(world) as server:
        ann, grant = granted(server)
        answer = server.call("POST", "/reveal", ann, json={"grant": grant, "values": sealed}).json()
    assert opened(text, answer["values"]) == LINES


OWN = """
version: 1
kinds:
  customer_number: {sensitivity: 2}
  case_note: {sensitivity: 3, mode: r}
  card_pin: {sensitivity: 4}
keys:
  - {name: customer_no, kind: customer_number}
  - {name: note, kind: case_note}
  - {name: card_pin, kind: card_pin}
"""
OWN_LINE = b'birth_date=1990-01-31 ssn 078-05-1120 {"customer_no": 4711, "note": "blue door", "card_pin": "0815"}'


def own_values(world: World, rules: str | None) -> tuple[list[str], list[dict[str, Any]]]:
    """Values of a host with rules of its own, and what a server answers that was started with these rules."""
    if rules is not None:
        (world.folder / "rules.yaml").write_text(rules, encoding="utf-8")
    enrolment = world.keys.files.enrolment(world.folder / "keyring" / "host.jsonl")
    masker = Masker("seal", service="shop", enrolment=enrolment, rules=Ruleset(OWN))
    sealed = [value.text for _, _, value in find_sealed(masker.mask_lines(OWN_LINE))]
    kinds = ["birth_date", "us_ssn"] + (["customer_number", "case_note"] if rules else [])
    with Process(world) as server:
        ann, grant = granted(server, kinds)
        answer = server.call("POST", "/reveal", ann, json={"grant": grant, "values": sealed}).json()
    return sealed, answer["values"]


def test_mode_r_and_kinds_of_rules_files_open(world: World) -> None:
    """Values of mode r, and of kinds that the rules of host and server name, open under a grant; what they call a credential does not."""
    sealed, answers = own_values(world, OWN)
    assert [text[:5] for text in sealed] == ["pii1r", "pii1r", "pii1d", "pii1r", "pii1o"]
    assert [answer.get("value") for answer in answers] == ["1990-01-31", "078-05-1120", "4711", "blue door", None]
    assert answers[2]["bare"] is True
    assert answers[4]["code"] == "access.credential"


def test_a_server_that_does_not_know_a_kind_says_so(world: World) -> None:
    """Without rules of its own a server opens none of a host's own kinds, and names the remedy; the others open all the same."""
    _, answers = own_values(world, None)
    assert [answer.get("value") for answer in answers[:2]] == ["1990-01-31", "078-05-1120"]
    assert {answer["code"] for answer in answers[2:]} == {"access.unknown_kind"}
    assert "rules.yaml" in answers[2]["reason"]
