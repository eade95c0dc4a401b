"""``milkglass audit subject``, ``report``, ``end-year``: who saw the data of one person, reports, and the end of a year."""

from __future__ import annotations

import json
from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.person import count, identifiers, person_options, write_text
from milkglass.cli.times import parse_moment
from milkglass.cli.words import as_json, put_json, put_table, say, short


@click.command()
@person_options
@click.option("--reason", required=True, help="Whose request or which case this is for; goes on the record.")
@click.option("--since", help="Nothing before this: a time with its zone, or 90d. Default: six years back.")
@click.option("--names", is_flag=True, help="Name the people who looked, not their roles only.")
@as_json
@pass_env
def subject(env: Env, /, *, reason: str, since: str | None, names: bool, as_json: bool, **person: Any) -> None:
    """List who saw the data of one person, when, under which grant and why (auditors). Goes on the record itself."""
    body: dict[str, Any] = {"identifiers": identifiers(person), "reason": reason, "names": names}
    if since:
        body["since"] = parse_moment(since, env.clock())
    with env.client() as client:
        found = client.post("audit", "subject", json=body)
    if as_json:
        put_json(found)
        return
    put_table(("when", "recipient", "kinds", "services", "grant", "why"), map(_disclosure, found["disclosures"]))
    if found["searches"]:
        say(f"searched for in this record: {len(found['searches'])} times")
    if found["unfinished_reveals"]:
        say(f"warning: {found['unfinished_reveals']} reveals have no result; whose values they touched is not known")
    if found["erased_at"]:
        say(f"erased at {short(found['erased_at'])}: nothing of this person opens since")


@click.command()
@click.argument("name", type=click.Choice(["gdpr-15", "gdpr-30", "gdpr-32", "hipaa-528", "ccpa", "soc2"]))
@click.option(
    "--from", "since", help="Begin of the period: a time with its zone, or 90d. For a person: six years back."
)
@click.option("--to", "until", help="End of the period. Default: now.")
@person_options
@click.option("--reason", default="", help="For a report about a person: whose request this is; goes on the record.")
@click.option("--names", is_flag=True, help="Name the people who looked, not their roles only.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write. Default: stdout.")
@as_json
@pass_env
def report(
    env: Env,
    /,
    *,
    name: str,
    since: str | None,
    until: str | None,
    reason: str,
    names: bool,
    output: str | None,
    as_json: bool,
    **person: Any,
) -> None:
    """Make report NAME as one HTML page, or with --json as JSON (auditors). Goes on the record itself."""
    from milkglass.audit.report.html import to_html
    from milkglass.audit.report.page import Report

    now = env.clock()
    body: dict[str, Any] = {"report": name, "reason": reason, "names": names}
    body |= {key: parse_moment(text, now) for key, text in (("since", since), ("until", until)) if text}
    if name in {"gdpr-15", "hipaa-528", "ccpa"}:
        body["identifiers"] = identifiers(person)
    with env.client() as client:
        made = client.post("audit", "report", json=body)
    page = Report.from_json(made)
    write_text(output, json.dumps(made, indent=2) + "\n" if as_json else to_html(page))


@click.command("end-year")
@click.argument("year", type=click.IntRange(1, 9999))
@as_json
@pass_env
def end_year(env: Env, year: int, *, as_json: bool) -> None:
    """Destroy the accounting key of YEAR, six years after it: its disclosures name nobody from then on (security)."""
    with env.client() as client:
        ended = client.post("audit", "years", str(year), "end")
    if as_json:
        put_json(ended)
    else:
        say(f"the accounting key of {year} is destroyed; destroy its copies in backups too")


def _disclosure(one: dict[str, Any]) -> tuple[object, ...]:
    who = one["recipient"]
    return (
        short(one["at"]),
        who.get("name") or who["roles"],
        count(one["kinds"].items()),
        one["services"],
        one["grant"],
        one["why"],
    )
