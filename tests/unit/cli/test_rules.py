"""``rules``, ``mask --rules`` and ``detect --explain``: a host's own rules on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mgcli import Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]

SOURCE = str(Path(__file__).parents[3] / "src")
RULES = """version: 1
kinds: {ipv4: off}
keys: [{id: badges, name: badge, kind: badge_no}]
words: [{id: names, kind: codename, words: [Xyzzy]}]
allow: {domains: [example.org]}
"""
LINE = b"badge=A17 Xyzzy 192.0.2.7 jo@example.com jo@example.org user=ann 4111111111111111\n"
MASKED = b"badge=*** *** 192.0.2.7 *** jo@example.org user=*** ***\n"


@pytest.fixture
def rules(tmp_path: Path) -> str:
    """A rules file."""
    (tmp_path / "own.yaml").write_text(RULES)
    return str(tmp_path / "own.yaml")


def test_mask_by_a_file(cli: Cli, rules: str) -> None:
    """The rules that are named count."""
    assert cli("mask", "--rules", rules, stdin=LINE).out == MASKED


def test_mask_by_the_rules_of_the_host(cli: Cli, env: Env, tmp_path: Path, rules: str) -> None:
    """Without an option the variable names the rules, else those in the configuration folder count if they are there."""
    assert b"A17" in cli("mask", stdin=LINE).out
    folder = tmp_path / ".config" / "milkglass"
    folder.mkdir(parents=True)
    (folder / "rules.yaml").write_text("version: 1\npacks: {off: all}\n")
    assert cli("mask", stdin=LINE).out == LINE
    named = type(env)({**env.environ, "MILKGLASS_RULES": rules}, clock=env.clock)
    assert cli("mask", stdin=LINE, env=named).out == MASKED


@pytest.mark.parametrize("way", ["option", "variable"])
def test_rules_that_are_not_there_are_an_error(cli: Cli, env: Env, tmp_path: Path, way: str) -> None:
    """Rules that somebody named and that do not compile or are not there: no line comes out, masked or not."""
    missing = str(tmp_path / "none.yaml")
    named = type(env)({**env.environ, "MILKGLASS_RULES": missing}, clock=env.clock)
    ran = cli("mask", stdin=LINE, env=named) if way == "variable" else cli("mask", "--rules", missing, stdin=LINE)
    assert (ran.code, ran.out) == (2, b"")
    assert "none.yaml:1:1: the file cannot be read" in ran.err


def test_detect_explains(cli: Cli, rules: str) -> None:
    """Each finding says by which rule, key or check it was seen and how it is masked; what is left says why; no value is there."""
    ran = cli("detect", "--rules", rules, "--explain", stdin=LINE)
    assert ran.text.splitlines() == [
        "1:6-9 badge_no masked (stars): badge_no by keys, rule badges: one of its keys stands before the value",
        "1:10-15 codename masked (stars): codename by words, rule names: a word of its list stands here alone",
        "1:16-25 ipv4 left (off): ipv4 by shape, four octets with dots between, and no version number",
        "1:26-40 email masked (stars): email by shape, an at sign between a mailbox and a domain",
        "1:41-55 email left (allow.domains): email by shape, an at sign between a mailbox and a domain",
        "1:61-64 username masked (stars): username by key, the key ends with `user`",
        "1:65-81 payment_card masked (stars): payment_card by shape, a run of digits that passes the check of Luhn",
    ]
    as_json = cli("detect", "--rules", rules, "--explain", "--json", stdin=LINE)
    assert [one["kind"] for one in as_json.json["dropped"]] == ["ipv4", "email"]
    assert as_json.json["findings"][0]["seen"][0]["rule"] == "badges"
    for value in ("A17", "Xyzzy", "192.0.2.7", "jo@", "ann", "4111"):
        assert value not in ran.text + as_json.text


def test_detect_without_rules_is_as_before(cli: Cli) -> None:
    """Arrays of start, end and kind, one a line."""
    assert cli("detect", "--json", stdin=b"user=ann\nx\n").text == '[{"start": 5, "end": 8, "kind": "username"}]\n[]\n'


def test_check(cli: Cli, rules: str) -> None:
    """A good file is said to be good, with its rules and kinds."""
    ran = cli("rules", "check", rules)
    assert (ran.code, ran.text) == (0, f"{rules}: nothing is wrong; rules: 2; kinds of its own: badge_no, codename\n")
    assert cli("rules", "check", rules, "--json").json == {
        "file": rules, "faults": [], "notes": [], "rules": 2, "kinds": ["badge_no", "codename"],
    }  # fmt: skip


def test_check_tells_all_that_is_wrong(cli: Cli, tmp_path: Path) -> None:
    """A bad file ends with 2; every fault is there with its place, and with its mend below."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("version: 1\nkindz: {}\nstyle: seel\nkeys: [{name: badge, kind: emial}]\n")
    ran = cli("rules", "check", str(bad))
    assert ran.code == 2
    assert ran.text == (
        "bad.yaml:2:1: there is no key `kindz` here\n  did you mean `kinds`?\n"
        "bad.yaml:3:8: style: `seel` is not one of: seal, stars, label\n  did you mean `seal`?\n"
    )
    as_json = cli("rules", "check", str(bad), "--json")
    assert (as_json.code, [fault["code"] for fault in as_json.json["faults"]]) == (2, ["unknown-key", "unknown-value"])


def test_check_notes_what_is_odd(cli: Cli, tmp_path: Path) -> None:
    """A note is no fault."""
    odd = tmp_path / "odd.yaml"
    odd.write_text("version: 1\nkeys: [{name: badge, kind: emial}]\n")
    ran = cli("rules", "check", str(odd))
    assert ran.code == 0
    assert ran.text.startswith("note: odd.yaml:2:28: keys #1: `emial` is a kind of your own, one letter from `email`\n")


def test_schema(cli: Cli) -> None:
    """The schema that is printed is JSON."""
    assert cli("rules", "schema").json["title"] == "milkglass rules, version 1"


@pytest.mark.slow
def test_a_pipe_takes_new_rules_and_tells_of_broken_ones(tmp_path: Path, rules: str) -> None:
    """While it runs, a broken file is told on stderr and changes nothing, and a good one counts a little later."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE, "HOME": str(tmp_path), "LC_ALL": "C"}
    command = [sys.executable, "-m", "milkglass", "mask", "--rules", rules]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    def until(process: subprocess.Popen[bytes], expected: bytes) -> set[bytes]:
        assert process.stdin is not None
        assert process.stdout is not None
        seen: set[bytes] = set()
        for _ in range(60):
            process.stdin.write(LINE)
            process.stdin.flush()
            seen.add(process.stdout.readline())
            if expected in seen:
                break
            time.sleep(0.1)
        return seen

    with subprocess.Popen(command, env=environ, **pipes) as process:  # type: ignore[call-overload]  # one dict for three pipes
        assert until(process, MASKED) == {MASKED}
        Path(rules).write_text("version: 1\nkinds: {")
        assert until(process, b"") == {MASKED}
        Path(rules).write_text(RULES + "style: label\n")
        assert until(
            process, b"badge=<BADGE_NO> <CODENAME> 192.0.2.7 <EMAIL> jo@example.org user=<USERNAME> <PAYMENT_CARD>\n"
        ) >= {MASKED}
        out, err = process.communicate()
    assert out == b""
    assert err.decode().count("the rules stay as they were: own.yaml:") == 1
