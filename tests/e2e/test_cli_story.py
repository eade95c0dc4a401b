"""The command line against ``milkglass serve`` itself: pipes that stay open, signals, evidence over a restored database."""

from __future__ import annotations

import base64
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from milkglass.cli import exits
from milkglass.cli.demo.stage import DATA, Stage, stage
from milkglass.identity.totp import step_at, totp

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
ROLES = {"ann": ("engineer",), "bo": ("approver",), "cy": ("security", "auditor")}


@contextmanager
def serving(at: Stage) -> Iterator[subprocess.Popen[str]]:
    """``milkglass serve`` as a process, at the address it had before; it ends quietly with 0 when it is told to."""
    port = at.server.rpartition(":")[2] or "0"
    command = [sys.executable, "-m", "milkglass", "serve", "--port", port]
    with subprocess.Popen(command, env=at.environ("server"), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            at.server = process.stderr.readline().split()[-1]
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert process.stderr.read() == ""


def password(name: str) -> str:
    """Of somebody."""
    return f"correct horse battery {name[::-1]}"


def settle(at: Stage, name: str, initial: str) -> None:
    """Sign in and choose a password."""
    at.run(name, "login", name, "--password-stdin", stdin=initial)
    refused = at.run(name, "grants", code=exits.SIGN_IN)
    assert "milkglass password" in refused.err
    at.run(name, "password", "--password-stdin", stdin=f"{initial}\n{password(name)}")


def code(at: Stage, name: str, *, steps_back: int = 0) -> str:
    """The code on somebody's phone, now or before."""
    secret = at.phones[name]
    raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return totp(raw, step_at(datetime.now(UTC)) - steps_back)


@pytest.fixture(scope="module")
def at() -> Iterator[Stage]:
    """A server with people, an enrolled host, a sealed log, and a grant of Ann's that is open."""
    with stage() as made:
        first = made.run("admin", "init", "--domain", "logs.example.com").text
        made.run("admin", "keys", "enrol", "-o", "enrolment.json")
        with serving(made):
            settle(made, "admin", first)
            for name, roles in ROLES.items():
                words = [word for role in roles for word in ("--role", role)]
                settle(made, name, made.run("admin", "account", "add", name, *words).text)
            made.keep_phone("ann", made.run("ann", "totp", "enrol", "--password-stdin", stdin=password("ann")).text)
            made.run("ann", "totp", "confirm", code(made, "ann", steps_back=1))
            log = made.folder / "shop.log"
            log.write_bytes(b"".join(b"order %d email=user%d@example.com\n" % (n, n % 40) for n in range(400)))
            (made.folder / "shop.sealed").write_bytes(made.run("host", "mask", "--service", "shop", str(log)).out)
            made.run("ann", "keys", "push")
            ask = ("--service", "shop", "--kind", "email", "--reason", "orders are lost")
            request = made.run("ann", "request", *ask, code=exits.PENDING).text
            made.run("bo", "review", "approve", request)
            grant = json.loads(made.run("ann", "requests", request, "--json").text)["grant"]
            made.run("ann", "step-up", grant, "-", stdin=code(made, "ann"))
            yield made


def reveal(at: Stage, *files: str) -> subprocess.Popen[bytes]:
    """``milkglass reveal`` of Ann's, on pipes."""
    command = [sys.executable, "-m", "milkglass", "reveal", *files]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=at.environ("ann"), cwd=at.folder)


def test_a_file_comes_back(at: Stage) -> None:
    """What the grant covers comes back byte for byte, and equal values are disclosed once."""
    before = opened(at)
    ran = at.run("ann", "reveal", "shop.sealed")
    assert ran.out == (at.folder / "shop.log").read_bytes()
    assert ran.err == "opened 400, still sealed 0\n"
    assert opened(at) == before + 40


def opened(at: Stage) -> int:
    """How many values the record says Ann has opened."""
    told = json.loads(at.run("cy", "audit", "list", "--json").text)
    return sum(one["values_opened"] for one in told if one["who"] == "ann")


def test_an_open_pipe_flows(at: Stage) -> None:
    """``tail -f | milkglass reveal`` shows each line, opened, before the next one is there."""
    lines = (at.folder / "shop.sealed").read_bytes().splitlines(keepends=True)
    with reveal(at) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines[number])
            process.stdin.flush()
            assert process.stdout.readline() == b"order %d email=user%d@example.com\n" % (number, number)
        process.stdin.close()
        assert process.stdout.read() == b""


def test_a_reader_that_goes_away(at: Stage) -> None:
    """``milkglass reveal | head -1`` ends quietly."""
    (at.folder / "long.sealed").write_bytes((at.folder / "shop.sealed").read_bytes() * 200)
    with reveal(at, "long.sealed") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(PATIENCE) == 0


def test_an_interrupt_is_130(at: Stage) -> None:
    """Ctrl-C ends a pipe with 130 and without a traceback."""
    with reveal(at) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"plain\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"plain\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == exits.INTERRUPTED
        assert b"Traceback" not in process.stderr.read()


def test_the_session_of_another_person_opens_nothing(at: Stage) -> None:
    """Roles that approve, watch or administrate open nothing, and every line passes for them."""
    grant = json.loads(at.run("ann", "grants", "--json").text)[0]["id"]
    for who in ("bo", "cy", "admin"):
        ran = at.run(who, "reveal", "--grant", grant, "shop.sealed", code=exits.DENIED)
        assert ran.out == (at.folder / "shop.sealed").read_bytes()


def test_a_second_server_on_the_port_is_refused(at: Stage) -> None:
    """A port that is taken is said so."""
    port = at.server.rpartition(":")[2]
    ran = at.run("server", "serve", "--port", port, code=exits.ERROR)
    assert port in ran.err


def test_evidence_survives_and_a_restored_database_does_not_pass(at: Stage) -> None:
    """A server that is set back to an older database is found out by the checkpoint that was kept."""
    with stage() as other:
        first = other.run("admin", "init", "--domain", "logs.example.com").text
        with serving(other):
            settle(other, "admin", first)
            initial = other.run("admin", "account", "add", "cy", "--role", "auditor").text
            settle(other, "cy", initial)
        older = other.folder / "older"
        shutil.copytree(other.folder / DATA, older)
        with serving(other):
            note = other.run("cy", "audit", "checkpoint").text
            for name in ("dan", "eve"):
                other.run("admin", "account", "add", name, "--role", "engineer")
            newer = other.run("cy", "audit", "checkpoint").text
            assert int(newer.splitlines()[1]) > int(note.splitlines()[1])
            other.run("cy", "audit", "export", "evidence")
            verdict = json.loads(other.run("cy", "audit", "verify", "evidence", "--json").text)
            assert (verdict["ok"], verdict["faults"]) == (True, [])
        shutil.rmtree(other.folder / DATA)
        older.rename(other.folder / DATA)
        with serving(other):
            ran = other.run("cy", "audit", "checkpoint", "--json", code=exits.ERROR)
            assert json.loads(ran.err)["error"]["code"] == "verify.truncated"
            other.run("cy", "audit", "export", "restored")
            ran = other.run("cy", "audit", "verify", "restored", "--json", code=exits.ERROR)
            assert {fault["code"] for fault in json.loads(ran.text)["faults"]} & {"verify.truncated", "verify.forked"}
            for name in ("fay", "gus"):
                other.run("admin", "account", "add", name, "--role", "engineer")
            other.run("cy", "audit", "export", "forked")
            ran = other.run("cy", "audit", "verify", "forked", "--json", code=exits.ERROR)
            assert "verify.forked" in {fault["code"] for fault in json.loads(ran.text)["faults"]}


def test_verify_without_anything_kept_says_so(at: Stage) -> None:
    """Whoever kept nothing is told how little a verification proves; a key or checkpoint can be given by hand."""
    at.run("cy", "audit", "export", "evidence")
    ran = at.run("bo", "audit", "verify", "evidence")
    assert "nothing was kept" in ran.err
    given = json.loads(at.run("cy", "audit", "checkpoint", "--json").text)
    (at.folder / "note").write_text(given["checkpoint"])
    at.run("cy", "audit", "export", "evidence2")
    ran = at.run("bo", "audit", "verify", "evidence2", "--vkey", given["vkey"], "--checkpoint", "note")
    assert "nothing was kept" not in ran.err
    wrong = given["vkey"][:-6] + ("AAAAA=" if given["vkey"].endswith("=") else "AAAAAA")
    at.run("bo", "audit", "verify", "evidence2", "--vkey", wrong, code=exits.ERROR)


def test_a_person_at_a_terminal(at: Stage) -> None:
    """At a terminal a password is asked for without echo, and a second factor comes as a QR code with its first question."""
    initial = at.run("admin", "account", "add", "tess", "--role", "engineer").text
    code_, shown = at_terminal(at, "tess", ["login", "tess"], [initial])
    assert code_ == 0
    assert initial not in shown
    assert "signed in as tess" in shown
    chosen = password("tess")
    assert at_terminal(at, "tess", ["password"], [initial, chosen, chosen])[0] == 0
    code_, shown = at_terminal(at, "tess", ["totp", "enrol"], [chosen, "000000"])
    assert code_ == exits.SIGN_IN
    assert "\u2588" in shown
    assert chosen not in shown


def at_terminal(at: Stage, who: str, arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Run a command at a terminal and type the answers as they are asked for; its exit code, and what was on the screen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "milkglass", *arguments]
    environ = at.environ(who) | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
    ) as process:
        os.close(theirs)
        screen = b""
        try:
            while piece := os.read(ours, 4096):
                screen += piece
                if screen.endswith(b": ") and answers:
                    os.write(ours, answers.pop(0).encode() + b"\n")
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        return process.wait(PATIENCE), screen.decode()


def test_every_view_fits_the_server(at: Stage) -> None:
    """Each command that shows something understands what the server really answers, for people and as JSON."""
    incident = at.run("bo", "incident", "open", "queue is full", "--severity", "3", "--service", "shop").text
    at.run("admin", "on-call", "set", "shop", "ann")
    views = [
        ("ann", "whoami"),
        ("ann", "grants"),
        ("ann", "requests"),
        ("bo", "incident", "list"),
        ("bo", "on-call", "list"),
        ("admin", "account", "list"),
        ("cy", "audit", "list"),
        ("cy", "audit", "log"),
        ("ann", "preview", "--service", "shop", "--kind", "phone", "--reason", "call back", "--incident", incident),
    ]
    for who, *words in views:
        assert at.run(who, *words).text
        for line in at.run(who, *words, "--json").text.splitlines():
            json.loads(line)
    assert at.run("bo", "incident", "resolve", incident, "--json").text


def test_a_request_that_comes_to_nothing(at: Stage) -> None:
    """Withdrawn, denied by a person, denied by policy, its own reviewer, a grant given back: each has its exit code."""
    ask = ("--service", "shop", "--kind", "name", "--reason", "call back")
    withdrawn = at.run("ann", "request", *ask, code=exits.PENDING).text
    at.run("bo", "withdraw", withdrawn, code=exits.DENIED)
    at.run("ann", "withdraw", withdrawn)
    at.run("bo", "review", "approve", withdrawn, code=exits.ENDED)
    refused = at.run("ann", "request", *ask, code=exits.PENDING).text
    at.run("bo", "review", "deny", refused, "--note", "not needed")
    shown = at.run("ann", "requests", refused, "--json", code=exits.ENDED)
    assert json.loads(shown.text)["grant"] is None
    at.run("ann", "request", *ask[:2], "--kind", "password", *ask[4:], code=exits.DENIED)
    given = at.run("ann", "request", *ask, code=exits.PENDING).text
    at.run("bo", "review", "narrow", given, "--minutes", "5")
    grant = json.loads(at.run("ann", "requests", given, "--json").text)["grant"]
    at.run("ann", "reveal", "--grant", grant, "shop.sealed", code=exits.SIGN_IN)
    at.run("ann", "return", grant)
    ended = at.run("ann", "reveal", "--grant", grant, "shop.sealed", code=exits.ENDED)
    assert ended.out == (at.folder / "shop.sealed").read_bytes()
    at.run("ann", "grants", "grant_unknown", code=exits.USAGE)
    at.run("bo", "account", "add", "eve", "--role", "engineer", code=exits.DENIED)
    at.run("ann", "audit", "list", code=exits.DENIED)


def test_signing_out_ends_the_session_at_the_server(at: Stage) -> None:
    """After logout the kept token is worth nothing, even to who copied it."""
    settle(at, "zoe", at.run("admin", "account", "add", "zoe", "--role", "engineer").text)
    (file,) = (at.folder / "people" / "zoe").rglob("session.json")
    copy = file.read_bytes()
    at.run("zoe", "logout")
    assert not file.exists()
    file.touch(0o600)
    file.write_bytes(copy)
    at.run("zoe", "whoami", code=exits.SIGN_IN)
