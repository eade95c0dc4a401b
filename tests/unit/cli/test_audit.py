"""``audit``: reading the record through the API, keeping what makes verification independent, verifying off line."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.checkpoint import Checkpoint, sign, vkey
from milkglass.cli.app import _GROUPS, COMMANDS
from milkglass.cli.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mgcli import FakeServer, Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("signed_in")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
VKEY = vkey("logs.example.com/audit", KEY.public_key())
NOTE = sign(Checkpoint("logs.example.com/audit", 7, bytes(32)), KEY)


def entry(n: int, **more: Any) -> dict[str, Any]:
    """An entry as the API gives it."""
    return {
        "n": n,
        "t": "2026-11-24T02:15:00.000Z",
        "type": "session.open",
        "out": "ok",
        "actor": {"sub": "ann"},
    } | more


def test_list(cli: Cli, server: FakeServer) -> None:
    """One line for each elevation: who, what, when, how long, how many, why; the words tamed, an unused one dashed."""
    told = {
        "who": "ann",
        "services": ["shop"],
        "kinds": ["email"],
        "when": None,
        "asked_at": "2026-11-24T02:15:00Z",
        "how_long": None,
        "values_opened": 0,
        "outcome": "pending",
        "approved_by": [],
        "reason": "a\x1b[2Jb",
    }
    opened = told | {"when": "2026-11-24T02:20:00Z", "how_long": 3900, "values_opened": 7, "approved_by": ["bo"]}
    server.says("GET /audit/elevations", [told, opened])
    lines = cli("audit", "list").text.splitlines()
    assert lines[1].split("  ")[-1] == "a?[2Jb"
    assert "2026-11-24 02:20:00Z  1h 5m" in lines[2]
    assert cli("audit", "list", "--json").json == [told, opened]


def test_log_reads_to_the_end(cli: Cli, server: FakeServer) -> None:
    """Pages are fetched until there is no more, each behind the last entry; with --json one entry a line."""
    denied = entry(1, out="denied", why="access.scope", grant="grt_1", values={"count": 3})
    server.says("GET /audit/entries?after=-1", [entry(0), denied])
    server.says("GET /audit/entries?after=1", [entry(2)])
    server.says("GET /audit/entries?after=2", [])
    ran = cli("audit", "log")
    assert [line.split()[0] for line in ran.text.splitlines()] == ["0", "1", "2"]
    assert "grt_1  3 values  denied access.scope" in ran.text
    assert [json.loads(line)["n"] for line in cli("audit", "log", "--after", "1", "--json").text.splitlines()] == [2]


def test_checkpoint_is_printed_and_kept(cli: Cli, server: FakeServer, env: Env) -> None:
    """The signed note comes out byte for byte, and key and note are kept for later."""
    server.says("GET /audit/checkpoint", {"checkpoint": NOTE, "vkey": VKEY})
    assert cli("audit", "checkpoint").out == NOTE.encode()
    assert cli("audit", "checkpoint").code == 0
    kept = Kept.at(env, None)
    assert (kept.vkey, kept.checkpoint) == (VKEY, NOTE)


@pytest.mark.parametrize("note", ["", "nonsense", NOTE.replace("7", "8"), NOTE.replace("logs", "other")])
def test_a_bad_checkpoint_is_not_kept(cli: Cli, server: FakeServer, env: Env, note: str) -> None:
    """What the key did not sign is refused, and what was kept stays."""
    server.says("GET /audit/checkpoint", {"checkpoint": note, "vkey": VKEY})
    ran = cli("audit", "checkpoint")
    assert ran.code != 0
    assert ran.out == b""
    assert Kept.at(env, None).checkpoint is None


def test_export_and_a_hostile_export(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """An export is unpacked to a new folder; one that climbs is refused."""
    server.says("GET /audit/export", _tar("audit/checkpoint"))
    assert cli("audit", "export", str(tmp_path / "out")).code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["checkpoint"]
    assert cli("audit", "export", str(tmp_path / "out")).code == 2
    server.says("GET /audit/export", _tar("audit/../../escaped"))
    assert cli("audit", "export", str(tmp_path / "deep" / "er")).code == 2
    assert not list(tmp_path.rglob("escaped"))
    server.refuses("GET /audit/export", "access.denied")
    assert cli("audit", "export", str(tmp_path / "denied")).code == 3


def _tar(name: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "files", [{}, {"entries.jsonl": b"\xff\n"}, {"entries.jsonl": b"{}\n", "manifest.json": b"[]"}]
)
def test_verify_never_trips(cli: Cli, tmp_path: Path, files: dict[str, bytes]) -> None:
    """Whatever lies in the folder, verification ends with 1 and a verdict or an error in words, never with a defect."""
    for name, data in files.items():
        (tmp_path / "export").mkdir(exist_ok=True)
        (tmp_path / "export" / name).write_bytes(data)
    (tmp_path / "export").mkdir(exist_ok=True)
    ran = cli("audit", "verify", str(tmp_path / "export"))
    assert ran.code == 1
    assert "defect" not in ran.err
    assert cli("audit", "verify", str(tmp_path / "nowhere")).code == 2


def test_help_groups_hold_every_command() -> None:
    """No command is missing from the help, and none stands there twice."""
    grouped = [name for group in _GROUPS for name in group["commands"]]
    assert grouped == list(COMMANDS)


def test_subject_asks_for_values_and_prints_who_looked(cli: Cli, server: FakeServer) -> None:
    """A value ``-`` comes from stdin; the call carries kinds and values; one line for each disclosure, roles for names."""
    one = {
        "at": "2026-11-24T02:15:00.000Z",
        "recipient": {"roles": ["engineer"]},
        "kinds": {"email": 2},
        "services": ["shop"],
        "grant": "grant_1",
        "why": "a\x1b[2Jb",
    }
    told = {"disclosures": [one], "searches": [{}], "unfinished_reveals": 1, "erased_at": None}
    server.says("POST /audit/subject", told)
    ran = cli(
        "audit", "subject", "--email", "-", "--id", "us_ssn=-", "--reason", "r", stdin=b"a@example.com\n219-09-9999\n"
    )
    assert ran.code == 0, ran.err
    sent = server.calls[-1][1]
    assert sent["identifiers"] == [
        {"kind": "email", "value": "a@example.com"},
        {"kind": "us_ssn", "value": "219-09-9999"},
    ]
    assert not sent["names"]
    assert "engineer" in ran.text
    assert "email 2" in ran.text
    assert "\x1b" not in ran.text
    assert "1 reveals have no result" in ran.err
    assert cli("audit", "subject", "--reason", "r").code == 2
    assert cli("audit", "subject", "--id", "x", "--reason", "r").code == 2
