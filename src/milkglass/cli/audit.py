"""``milkglass audit``: what was done, by whom, and whether the record of it still holds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.kept import Kept
from milkglass.cli.person import count, identifiers, person_options, write_text
from milkglass.cli.pipe import write
from milkglass.cli.times import parse_moment
from milkglass.cli.words import as_json, clean, lasted, put, put_json, put_table, say, short

if TYPE_CHECKING:
    from milkglass.audit.verdict import Verdict

_keep = click.option(
    "--keep",
    type=click.Path(file_okay=False),
    help="Folder of the kept key and checkpoint. Default: in the XDG state folder.",
)


@click.group("audit")
def command() -> None:
    """The record: who opened what, why, when, how long; and its verification."""


@command.command("list")
@as_json
@pass_env
def list_(env: Env, *, as_json: bool) -> None:
    """List elevations: who, what, why, when, how long, and how many values were opened."""
    with env.client() as client:
        found = client.get("audit", "elevations")
    if as_json:
        put_json(found)
    else:
        head = ("who", "services", "kinds", "when", "how long", "opened", "outcome", "approved by", "why")
        put_table(head, map(_elevation, found))


@command.command()
@click.option("--after", type=click.IntRange(-1), default=-1, show_default=True, help="Entries behind this number.")
@as_json
@pass_env
def log(env: Env, *, after: int, as_json: bool) -> None:
    """Print the entries of the log in order; with --json one a line."""
    with env.client() as client:
        while entries := client.get("audit", "entries", params={"after": after}):
            for entry in entries:
                if as_json:
                    put_json(entry)
                else:
                    put(_line(entry))
            after = entries[-1]["n"]


@command.command()
@_keep
@as_json
@pass_env
def checkpoint(env: Env, *, keep: str | None, as_json: bool) -> None:
    """Fetch the newest signed checkpoint, print it, and keep it for `audit verify`."""
    with env.client() as client:
        answer = client.get("audit", "checkpoint")
    Kept.at(env, keep).put(answer["checkpoint"], answer["vkey"])
    if as_json:
        put_json(answer)
    else:
        write(answer["checkpoint"].encode())


@command.command()
@click.argument("folder", type=click.Path(file_okay=False))
@pass_env
def export(env: Env, folder: str) -> None:
    """Write the whole record to FOLDER, which must be empty or not there."""
    from milkglass.cli.unpack import unpack

    with tempfile.TemporaryDirectory(prefix="milkglass-") as name, env.client() as client:
        tar = Path(name) / "audit.tar"
        client.download(tar, "audit", "export")
        count = unpack(tar, Path(folder))
    say(f"wrote {count} files to {folder}; verify them with `milkglass audit verify {folder}`")


@command.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--vkey", help="Verifier key of the log, in place of the kept one.")
@click.option("--checkpoint", "notes", multiple=True, type=click.File("r"), help="File with a kept checkpoint.")
@_keep
@as_json
@pass_env
def verify(env: Env, folder: str, *, vkey: str | None, notes: tuple[Any, ...], keep: str | None, as_json: bool) -> int:
    """Verify the export in FOLDER off line, against what was kept; exits with 1 and names each fault."""
    from milkglass.audit.verify import verify as verify_folder

    kept = Kept.at(env, keep)
    given = [note.read() for note in notes] or ([kept.checkpoint] if kept.checkpoint else [])
    key = vkey or kept.vkey
    verdict = verify_folder(Path(folder), vkey=key, kept=given)
    if as_json:
        put_json(verdict.to_json())
    else:
        _tell(verdict, is_independent=bool(given and key))
    return exits.DONE if verdict.ok else exits.ERROR


@command.command()
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


@command.command()
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


@command.command("end-year")
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


def _tell(verdict: Verdict, *, is_independent: bool) -> None:
    found: dict[str, Any] = verdict.to_json()
    for fault in found["faults"]:
        put(f"{fault['code']}  {fault['message']}")
    for warning in found["warnings"]:
        say(f"warning: {clean(warning if isinstance(warning, str) else warning['message'])}")
    if not is_independent:
        say("warning: nothing was kept to compare with; run `milkglass audit checkpoint` now and then")
    if verdict.ok:
        put(f"ok  {found['size']} entries, root {found['root']}")


def _elevation(one: dict[str, Any]) -> tuple[object, ...]:
    return (
        one["who"],
        one["services"],
        one["kinds"],
        short(one["when"] or one["asked_at"]),
        lasted(one["how_long"]),
        one["values_opened"],
        one["outcome"],
        one["approved_by"],
        one["reason"],
    )


def _line(entry: dict[str, Any]) -> str:
    about = entry.get("grant") or entry.get("req") or entry.get("incident") or entry.get("about") or ""
    values = entry.get("values")
    count = f"{values['count']} values" if values else ""
    why = f"{entry['out']} {entry['why']}" if entry["out"] != "ok" else ""
    parts = (f"{entry['n']:>6}", short(entry["t"]), entry["actor"]["sub"], entry["type"], about, count, why)
    return "  ".join(part for part in parts if part)
