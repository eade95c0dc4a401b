"""The story of the demo, act by act. Every command is one that a user would type; every claim is checked."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from typing import TYPE_CHECKING

import click

from milkglass.cli import exits
from milkglass.cli.demo import logs
from milkglass.cli.demo.stage import DATA, serving

if TYPE_CHECKING:
    from milkglass.cli.demo.stage import Stage

_PEOPLE = {"ann": ("engineer",), "bo": ("engineer", "approver"), "cy": ("security", "auditor")}
_RANGE = ("--from", "1h", "--to", "now")


def tell(at: Stage) -> None:
    """Tell it all.

    Raises:
        DemoFailedError: at the first step that does not do what it says.
    """
    began = time.monotonic()
    first = _a_server(at)
    with serving(at):
        _people(at, first)
        _masking(at)
        _nobody(at)
        incident = _incident(at)
        _in_the_incident(at, incident)
        _by_approval(at)
        _incident_ends(at, incident)
        _evidence(at)
    click.echo(
        f"\n{at.checks} checks held, {time.monotonic() - began:.1f} s. The folder is deleted; nothing stays behind."
    )


def _a_server(at: Stage) -> str:
    at.act("1  A server")
    first = at.run("admin", "init", "--domain", "logs.example.com").text
    at.run("admin", "keys", "enrol", "-o", "enrolment.json")
    sealing_only = (at.folder / "enrolment.json").read_text()
    at.check("the enrolment for masking hosts holds public halves only", holds="public" in sealing_only)
    return first


def _people(at: Stage, first: str) -> None:
    at.act("2  Three people: ann is on call, bo reviews, cy watches")
    _sign_in(at, "admin", first, quiet=True)
    for name, roles in _PEOPLE.items():
        options = [word for role in roles for word in ("--role", role)]
        initial = at.run("admin", "account", "add", name, *options).text
        quiet = name != "ann"
        _sign_in(at, name, initial, quiet=quiet)
        uri = at.run(name, "totp", "enrol", "--password-stdin", stdin=_password(name), quiet=quiet).text
        at.keep_phone(name, uri)
        at.run(name, "totp", "confirm", at.code(name), quiet=quiet)
    at.say("(bo and cy do as ann did)")
    at.run("admin", "on-call", "set", "shop", "ann")


def _sign_in(at: Stage, name: str, initial: str, *, quiet: bool) -> None:
    at.run(name, "login", name, "--password-stdin", stdin=initial, quiet=quiet)
    at.run(name, "password", "--password-stdin", stdin=f"{initial}\n{_password(name)}", quiet=quiet)


def _password(name: str) -> str:
    return f"four unrelated words {name[::-1]} demo"


def _masking(at: Stage) -> None:
    at.act("3  Two services log; nothing personal is written")
    for service, text in (("shop", logs.shop()), ("bank", logs.bank())):
        (at.folder / f"{service}.log").write_text(text)
    at.show(logs.shop(), most=2)
    stars = at.run("host", "mask", "--style", "stars", "shop.log")
    at.show(stars.text, most=2)
    for service in ("shop", "bank"):
        sealed = at.run("host", "mask", "--service", service, f"{service}.log", after=f" > {service}.sealed").out
        (at.folder / f"{service}.sealed").write_bytes(sealed)
        at.check(f"no value of {service}.log is left in {service}.sealed", holds=not _leaks(sealed.decode()))
    at.show(_sealed(at, "shop").decode(), most=2)
    mails = Counter(word for word in _sealed(at, "shop").decode().split() if word.startswith("email=pii1d_email_"))
    at.check(
        "equal values stay equal: three customers can be told apart and counted",
        holds=len(mails) == len(logs.VALUES) // 4,
    )
    at.run("bo", "keys", "push")


def _leaks(text: str) -> bool:
    return any(value in text for value in logs.VALUES)


def _sealed(at: Stage, service: str) -> bytes:
    return (at.folder / f"{service}.sealed").read_bytes()


def _nobody(at: Stage) -> None:
    at.act("4  Nobody can open them")
    for who in ("ann", "admin", "cy"):
        ran = at.run(who, "reveal", "shop.sealed", code=exits.DENIED)
        at.check(f"{who} has no grant; every line passes, sealed", holds=ran.out == _sealed(at, "shop"))
    stored = b"".join(path.read_bytes() for path in sorted((at.folder / DATA).rglob("*")) if path.is_file())
    at.check("the server's own files hold none of the values", holds=not _leaks(stored.decode("latin-1")))


def _incident(at: Stage) -> str:
    at.act("5  Payments fail: an incident of severity 1")
    return at.run("bo", "incident", "open", "payments fail", "--severity", "1", "--service", "shop").text


def _in_the_incident(at: Stage, incident: str) -> None:
    ask = ("--service", "shop", "--kind", "email", "--kind", "ipv4", *_RANGE, "--minutes", "30")
    why = ("--reason", "which customers are hit", "--incident", incident)
    at.show(at.run("ann", "preview", *ask, *why).text)
    grant = _grant(at, "ann", *ask, *why)
    at.run("ann", "reveal", "--grant", grant, "shop.sealed", code=exits.SIGN_IN)
    at.check("approved at once, because ann is on call; without her second factor it stays shut", holds=True)
    code = at.code("ann")
    at.run("ann", "step-up", grant, code)
    at.run("ann", "step-up", grant, code, code=exits.SIGN_IN)
    at.check("a code works once", holds=True)
    ran = at.run("ann", "reveal", "shop.sealed")
    _show_reveal(at, ran.out.decode(), ran.err)
    text = ran.out.decode()
    at.check("mail and network addresses are open", holds=logs.EMAIL in text and logs.ADDRESS in text)
    at.check("cards and names are not: other kinds", holds=logs.CARD not in text and logs.NAME not in text)
    bank = at.run("ann", "reveal", "--grant", grant, "bank.sealed")
    at.show(bank.err)
    at.check("the bank's log is not: another service", holds=bank.out == _sealed(at, "bank"))
    at.run("bo", "reveal", "--grant", grant, "shop.sealed", code=exits.DENIED)
    at.check("ann's grant is of no use to bo", holds=True)
    _later(at, 31)
    late = at.run("ann", "reveal", "--grant", grant, "shop.sealed", code=exits.ENDED)
    at.check("the window is over, and values are sealed again", holds=late.out == _sealed(at, "shop"))


def _grant(at: Stage, who: str, *arguments: str) -> str:
    asked = at.run(who, "request", *arguments)
    at.show(f"{asked.text}\n{asked.err}")
    return _grant_of(at, who, asked.text)


def _grant_of(at: Stage, who: str, request: str) -> str:
    shown = at.run(who, "requests", request, "--json", quiet=True)
    return str(json.loads(shown.text)["grant"])


def _later(at: Stage, minutes: int) -> None:
    at.say(f"({minutes} minutes later)")
    at.move(minutes=minutes)


def _show_reveal(at: Stage, text: str, err: str) -> None:
    at.show(text, most=2)
    at.show(err, most=6)


def _by_approval(at: Stage) -> None:
    at.act("6  Names need another person's agreement")
    why = ("--reason", "call the customers back")
    ask = ("--service", "shop", "--kind", "name", *_RANGE)
    request = at.run("bo", "request", *ask, *why, code=exits.PENDING).text
    at.run("bo", "review", "approve", request, code=exits.DENIED)
    at.check("bo reviews requests, but not his own", holds=True)
    at.run("cy", "review", "narrow", request, "--minutes", "15", "--note", "the five of today")
    grant = _grant_of(at, "bo", request)
    at.run("bo", "step-up", grant, at.code("bo"))
    ran = at.run("bo", "reveal", "shop.sealed")
    at.show(ran.out.decode().splitlines()[2])
    at.check("names are open to bo", holds=logs.NAME in ran.out.decode())
    _later(at, 4)
    at.run("cy", "revoke", grant, "--reason", "done")
    at.run("bo", "reveal", "--grant", grant, "shop.sealed", code=exits.ENDED)
    at.check("cy took it away, and it ended at once", holds=True)
    secret = ("--service", "shop", "--kind", "bearer_token", *_RANGE)
    at.run("bo", "request", *secret, *why, code=exits.DENIED)
    at.check("credentials open for nobody", holds=True)


def _incident_ends(at: Stage, incident: str) -> None:
    at.act("7  The incident ends, and access with it")
    ask = ("--service", "shop", "--kind", "email", *_RANGE, "--reason", "last check", "--incident", incident)
    grant = _grant(at, "ann", *ask)
    at.run("ann", "step-up", grant, at.code("ann"))
    at.check("open while it lasts", holds=logs.EMAIL in at.run("ann", "reveal", "shop.sealed").out.decode())
    _later(at, 9)
    at.run("bo", "incident", "resolve", incident)
    at.run("ann", "reveal", "--grant", grant, "shop.sealed", code=exits.ENDED)
    at.check("over with the incident, minutes before its time", holds=True)


def _evidence(at: Stage) -> None:
    at.act("8  The record")
    at.show(at.run("cy", "audit", "list").text, most=8)
    told = json.loads(at.run("cy", "audit", "list", "--json", quiet=True).text)
    # Names are sealed anew each time, so each of bo's thirty is one; equal addresses are one value.
    at.check(
        "who, what, why, when, how long and how many are all there",
        holds=[(one["who"], one["how_long"] is not None, one["values_opened"]) for one in told]
        == [("ann", True, 6), ("bo", True, 30), ("bo", False, 0), ("ann", True, 3)],
    )
    at.run("cy", "audit", "checkpoint", after=" > /dev/null")
    at.run("cy", "audit", "export", "evidence")
    at.show(at.run("cy", "audit", "verify", "evidence").text)
    text = (at.folder / "evidence" / "entries.jsonl").read_text()
    at.check("it verifies off line against the kept checkpoint, and holds no value", holds=not _leaks(text))
    lines = text.splitlines(keepends=True)
    _tamper(at, "edited", [line.replace('"sub":"ann"', '"sub":"eve"') for line in lines], "verify.edited")
    _tamper(at, "deleted", lines[:-5], "verify.truncated")


def _tamper(at: Stage, what: str, lines: list[str], fault: str) -> None:
    """Change a copy of the export as its owner could, hashes and counts too; verification has to name the fault."""
    folder = at.folder / what
    shutil.copytree(at.folder / "evidence", folder)
    (folder / "entries.jsonl").write_text("".join(lines))
    manifest = json.loads((folder / "manifest.json").read_text()) | {"size": len(lines)}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    leaves = (folder / "leaves.txt").read_text().splitlines(keepends=True)[: len(lines)]
    (folder / "leaves.txt").write_text("".join(leaves))
    ran = at.run("cy", "audit", "verify", what, code=exits.ERROR)
    at.show(ran.text, most=1)
    at.check(f"{what} entries are found out", holds=fault in ran.text)
