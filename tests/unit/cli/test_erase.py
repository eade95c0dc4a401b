"""``erase``, ``erasures`` and ``audit report``: what is sent, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mgcli import FakeServer, Ran

    Cli = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("signed_in")
DONE: dict[str, Any] = {
    "id": "erase_1",
    "kinds": {"email": 1},
    "asked_by": "aud",
    "asked_at": "2026-11-24T02:15:00.000Z",
    "confirmed_by": None,
    "confirmed_at": None,
}


def test_asking_takes_the_value_from_stdin(cli: Cli, server: FakeServer) -> None:
    """The id on stdout, the next step in words, no value in either."""
    server.says("POST /erasures", {"id": "erase_1"}, 201)
    ran = cli("erase", "--email", "-", "--reason", "ticket 13", stdin=b"canary@example.com\n")
    assert server.calls[-1][1] == {
        "identifiers": [{"kind": "email", "value": "canary@example.com"}],
        "reason": "ticket 13",
        "with_record": False,
    }
    assert ran.text == "erase_1\n"
    assert "erasures confirm erase_1" in ran.err
    assert "canary" not in ran.text + ran.err
    assert cli("erase", "--email", "-", "--reason", "x").code == 2


def test_confirming_says_what_remains(cli: Cli, server: FakeServer) -> None:
    """Months of sealed values, and how long disclosures stay answerable or that their rows were emptied."""
    remains = DONE | {"months": ["2026-10", "2026-11"], "rows_emptied": 0, "accounted_until": 2032}
    server.says("POST /erasures/erase_1/confirm", remains)
    told = cli("erasures", "confirm", "erase_1").err
    assert "2026-10, 2026-11" in told
    assert "2032" in told
    server.says("POST /erasures/erase_1/confirm", remains | {"months": [], "rows_emptied": 4})
    assert "4 disclosure rows were emptied" in cli("erasures", "confirm", "erase_1").err
    server.says("GET /erasures", [DONE])
    assert "email 1" in cli("erasures", "list").text


def test_a_report_is_a_page_or_json(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """To stdout or to a file that only its owner reads; a report about a person needs the person."""
    when = "2026-11-24T02:15:00.000Z"
    made = {
        "v": 1,
        "report": "soc2",
        "title": "Access",
        "law": "SOC 2",
        "from": when,
        "to": when,
        "made_at": when,
        "log": {"origin": "x", "size": 1, "root": "00"},
        "sections": [{"heading": "One", "facts": [{"name": "a", "value": "b"}]}],
    }
    server.says("POST /audit/report", made)
    assert cli("audit", "report", "soc2", "--from", "90d").text.startswith("<!doctype html>")
    assert server.calls[-1][1]["since"] == "2026-08-26T02:15:00Z"
    assert cli("audit", "report", "soc2", "--from", "90d", "--json").json == made
    file = tmp_path / "report.html"
    assert cli("audit", "report", "soc2", "--from", "90d", "-o", str(file)).text == ""
    assert file.read_text().startswith("<!doctype html>")
    assert file.stat().st_mode & 0o777 == 0o600
    assert cli("audit", "report", "gdpr-15", "--reason", "x").code == 2
