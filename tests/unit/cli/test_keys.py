"""``keys``: made in place, enrolled without anything that opens, rows sent to the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mgcli import FakeServer, Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]


@pytest.fixture
def made(cli: Cli) -> None:
    """Keys in place."""
    assert cli("keys", "init", "--domain", "logs.example.com").code == 0


@pytest.mark.usefixtures("made")
def test_the_key_file_lies_apart_and_private(tmp_path: Path) -> None:
    """A copy of the data folder opens nothing: what opens the root lies elsewhere, for its owner alone."""
    key = tmp_path / ".config" / "milkglass" / "root.key"
    assert len(key.read_bytes()) == 32
    assert key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert key.read_bytes() not in stored


@pytest.mark.usefixtures("made")
def test_keys_are_never_written_over(cli: Cli) -> None:
    """A second init changes nothing."""
    before = cli("keys", "list", "--json").json
    assert cli("keys", "init", "--domain", "other.example.com").code == 1
    assert cli("keys", "list", "--json").json == before


@pytest.mark.usefixtures("made")
def test_a_missing_key_file_is_not_made_anew(cli: Cli, tmp_path: Path) -> None:
    """With keys in place a lost key file stays lost: no other is put there."""
    key = tmp_path / ".config" / "milkglass" / "root.key"
    key.unlink()
    assert cli("keys", "list").code != 0
    assert not key.exists()


@pytest.mark.usefixtures("made")
def test_enrolment_holds_public_halves_only(cli: Cli) -> None:
    """The enrolment names domain, keyring and months; a pair made later is in the next one."""
    told = cli("keys", "enrol", "--keyring", "/var/lib/milkglass/keyring.jsonl").json
    assert set(told) == {"v", "domain", "keyring", "pairs"}
    assert {name for pair in told["pairs"] for name in pair} == {"unseal", "public"}
    assert told["pairs"][0]["unseal"] == "logs.example.com/2026-11"
    assert cli("keys", "pair", "2028-01").text == "logs.example.com/2028-01\n"
    assert len(cli("keys", "enrol").json["pairs"]) == len(told["pairs"]) + 1
    assert cli("keys", "pair", "2028-01").code == 1
    assert cli("keys", "pair", "never").code == 2


def test_a_passphrase_from_stdin(cli: Cli) -> None:
    """A passphrase opens the root in place of a file; a wrong one does not."""
    right, wrong = b"four unrelated words here\n", b"four unrelated words there\n"
    assert cli("keys", "init", "--domain", "logs.example.com", "--passphrase-stdin", stdin=right).code == 0
    assert cli("keys", "list", "--passphrase-stdin", stdin=right).code == 0
    ran = cli("keys", "list", "--passphrase-stdin", stdin=wrong)
    assert ran.code == 1
    assert "words" not in ran.err
    assert cli("keys", "list", "--passphrase").code == 2


def test_no_keys_yet(cli: Cli) -> None:
    """Before init every other command says what to do."""
    ran = cli("keys", "list")
    assert ran.code == 1
    assert "milkglass init" in ran.err


@pytest.mark.usefixtures("made", "signed_in")
def test_push_sends_the_rows_of_this_host(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """Every row of the keyring goes to the server, as it stands; a host that has sealed nothing sends nothing."""
    enrolment = tmp_path / "enrolment.json"
    cli("keys", "enrol", "-o", str(enrolment))
    assert cli("keys", "push", "--enrolment", str(enrolment), "--json").json == {"sent": 0, "added": 0}
    for service in ("shop", "bank"):
        cli("mask", "--enrolment", str(enrolment), "--service", service, stdin=b"jo@example.com\n")
    server.says("POST /keyring", {"added": 2})
    assert cli("keys", "push", "--enrolment", str(enrolment), "--json").json == {"sent": 2, "added": 2}
    ((_, body),) = server.calls
    assert [json.loads(line)["service"] for line in body["rows"]] == ["shop", "bank"]
    assert body["rows"] == (tmp_path / "keyring.jsonl").read_text().splitlines()


@pytest.mark.usefixtures("made", "signed_in")
def test_push_sends_in_batches(cli: Cli, server: FakeServer, tmp_path: Path, env: Env) -> None:
    """No call holds more rows than the API takes."""
    from milkglass.masking.daykey import new_day
    from milkglass.masking.enrolment import load

    enrolment = tmp_path / "enrolment.json"
    cli("keys", "enrol", "-o", str(enrolment))
    key = new_day(load(enrolment), "shop", env.clock(), env.random)
    assert key.service == "shop"
    keyring = tmp_path / "keyring.jsonl"
    keyring.write_text(keyring.read_text() * 2001)
    server.says("POST /keyring", lambda body: {"added": len(body["rows"])})
    ran = cli("keys", "push", "--enrolment", str(enrolment), "--json")
    assert ran.json == {"sent": 2001, "added": 2001}
    assert [len(body["rows"]) for _, body in server.calls] == [1000, 1000, 1]
