"""Reports over a real log: what they count is what happened, and that they were made is on the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from milkglass.audit.report.html import to_html
from milkglass.audit.subject import Identifier
from milkglass.errors import DeniedError, UsageError
from milkglass.service.make_report import ABOUT_A_PERIOD, ABOUT_A_PERSON, Wanted, make_report
from milkglass.service.reveal import reveal

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.audit.report.page import Report

JO = Identifier("email", "jo@example.com")


def made(world: World, name: str, **more: object) -> Report:
    """A report of the last hour, by the auditor."""
    given = {"since": world.clock.now - timedelta(hours=1), "identifiers": [JO], "reason": "ticket 12"} | more
    return make_report(world.services, world.people["aud"], Wanted(name, **given))  # type: ignore[arg-type] # as given


@pytest.mark.parametrize("name", ABOUT_A_PERSON + ABOUT_A_PERIOD)
def test_a_report_counts_what_happened(world: World, name: str) -> None:
    """One reveal of two values is in each of them, under its reason or its person; the value is in none."""
    grant = world.open_grant(reason="a customer cannot pay")
    reveal(world.services, world.people["ann"], grant, [world.sealed(), world.sealed(b"zoe@example.com")])
    report = made(world, name)
    page, text = to_html(report), str(report.to_json())
    assert "jo@example.com" not in page + text
    assert "a customer cannot pay" in page or "ann" in page
    kind = "search.result" if name in ABOUT_A_PERSON else "audit.export"
    assert world.entries()[-1].type == kind
    assert report.log[1] == len(world.entries())


def test_reports_about_a_period_keep_to_it(world: World) -> None:
    """What happened before is not counted."""
    grant = world.open_grant()
    reveal(world.services, world.people["ann"], grant, [world.sealed()])
    world.clock.move(hours=3)
    world.people["aud"] = world.sign_in("aud")
    assert "Nobody opened a value in this period." in to_html(made(world, "gdpr-32"))
    before = {"since": world.clock.now - timedelta(hours=9), "until": world.clock.now - timedelta(hours=2)}
    assert "Nobody opened a value in this period." not in to_html(made(world, "gdpr-32", **before))


def test_what_was_only_asked_for_is_no_processing(world: World) -> None:
    """A pending request is in the population of SOC 2, approved by nobody, and not in the record of processing."""
    world.ask(kinds=["us_ssn"], reason="only asked for")
    assert "only asked for" not in to_html(made(world, "gdpr-30"))
    (elevations,) = [one for one in made(world, "soc2").sections if one.heading == "Population: elevations"]
    assert elevations.table is not None
    ((_, who, _, _, approved, outcome, _),) = elevations.table.rows
    assert (who, approved, outcome) == ("ann", "nobody", "pending")


def test_auditors_only_and_whole_questions_only(world: World) -> None:
    """Nobody else makes reports; a period, a person and a reason are needed where they are."""
    for who in ("ann", "sec", "admin"):
        with pytest.raises(DeniedError):
            make_report(world.services, world.people[who], Wanted("soc2", since=world.clock.now))
    for name, lacking in (
        ("soc2", {"since": None}),
        ("ccpa", {"reason": ""}),
        ("ccpa", {"identifiers": ()}),
        ("x", {}),
    ):
        with pytest.raises(UsageError):
            made(world, name, **lacking)
