"""``milkglass audit``: what was done, by whom, and whether the record of it still holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli import disclosure, exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.kept import Kept
from milkglass.cli.pipe import write
from milkglass.cli.ship import export
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


for _one in (export, disclosure.subject, disclosure.report, disclosure.end_year):
    command.add_command(_one)
