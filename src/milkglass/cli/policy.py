"""``milkglass policy``: check a policy, test it with cases, ask why, and try a draft on the past."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put, put_fields, put_json, put_table, say, short
from milkglass.errors import UsageError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("policy")
def command() -> None:
    """Check and test the policy, and see what it does."""


@command.command()
@click.argument("name", required=False)
def starter(name: str | None) -> int:
    """Print a policy to begin with; without NAME, which there are."""
    from milkglass.access.starters import STARTERS, starter_text

    if name is None:
        for title, about in STARTERS.items():
            put(f"{title:<12}  {about}")
        return exits.DONE
    put(starter_text(name).rstrip("\n"))
    return exits.DONE


@command.command()
@click.argument("file", type=_FILE)
@as_json
def check(file: Path, *, as_json: bool) -> int:
    """Check the policy in FILE; the error names the line, the rule and the mend."""
    from milkglass.access.policy import PolicySet

    policy = PolicySet.load(_read(file), file=file.name)
    if as_json:
        put_json({"rules": list(policy.rules), "hash": policy.hash})
    else:
        say(f"{len(policy.rules)} rules, floor included, hash {policy.hash[:12]}")
    return exits.DONE


@command.command("test")
@click.argument("file", type=_FILE)
@click.argument("cases", type=_FILE)
@as_json
def test_command(file: Path, cases: Path, *, as_json: bool) -> int:
    """Ask the policy in FILE what CASES (YAML or JSON) expect; exits with 1 if an answer is another one."""
    from milkglass.access.cases import read_cases, run
    from milkglass.access.policy import PolicySet

    policy = PolicySet.load(_read(file), file=file.name)
    results = [run(policy, case) for case in read_cases(_read(cases))]
    wrong = [one for one in results if not one.is_right]
    if as_json:
        put_json([one.to_json() for one in results])
    else:
        for one in wrong:
            put(f"{clean(one.name)}: expected {one.expected}, got {one.got}")
        say(f"{len(results) - len(wrong)} of {len(results)} cases as expected")
    return exits.ERROR if wrong else exits.DONE


@command.command()
@click.argument("request_id", metavar="REQUEST")
@as_json
@pass_env
def explain(env: Env, request_id: str, *, as_json: bool) -> int:
    """Say what the policy answers to REQUEST now, and every rule that took part."""
    with env.client() as client:
        found = client.get("requests", request_id, "decision")
    if as_json:
        put_json(found)
        return exits.DONE
    put_fields({"rung": found["rung"], "rule": found["rule"], "because": found["because"]})
    for one in found["reasons"]:
        put(f"{clean(one['effect'])} {clean(one['rung'])}: {clean(one['because'])} [{clean(one['rule'])}]")
    return exits.DONE


@command.command()
@click.argument("draft", type=_FILE)
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far back.")
@as_json
@pass_env
def replay(env: Env, draft: Path, *, days: int, as_json: bool) -> int:
    """Ask DRAFT again what was asked of the policy, and show what would have been another answer."""
    with env.client() as client:
        found = client.post("policy", "replay", json={"policy": _read(draft), "days": days})
    if as_json:
        put_json(found)
        return exits.DONE
    rows = [_change(one) for one in found["changes"]]
    if rows:
        put_table(("when", "who", "request", "was", "would be", "by"), rows)
    wider = sum(one["wider"] for one in found["changes"])
    say(f"{found['decisions']} decisions in {days} days: {len(rows)} would be others, {wider} of them wider")
    return exits.DONE


def _change(one: dict[str, Any]) -> tuple[object, ...]:
    after = one["after"]
    return (short(one["asked_at"]), one["who"], one["request"], one["before"]["rung"], after["rung"], after["rule"])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file.name} cannot be read as text in UTF-8", hint="look at the file") from None
