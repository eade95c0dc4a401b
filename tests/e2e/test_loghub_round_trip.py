"""Real logs, masked with sealing and opened again under a grant over HTTP by the real command line: byte for byte the original."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milkglass.cli import exits
from milkglass.cli.demo.stage import serving, stage
from milkglass.cli.opening import Opening
from milkglass.masking.kinds import KINDS
from milkglass.masking.masker import Masker
from milkglass.masking.plaintext import Plaintext
from milkglass.masking.sealed import SealedValue, find_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milkglass.cli.demo.stage import Stage

LOGS = Path(__file__).parents[3] / "shared" / "data" / "loghub"
CREDENTIAL = 4
OPENING = sorted(name for name, kind in KINDS.items() if kind.sensitivity < CREDENTIAL)
HOSTILE = b"".join(
    [
        b"crlf user=jo email=jo@example.com\r\n",
        b"nul \x00 email=jo@example.com\x00 ip=203.0.113.7 \x00\n",
        b"\xff\xfe\xc3( email=ada@example.com \xf0\x28\x8c\x28\n",
        b"\r lone cr 198.51.100.23 \r\r\n",
        b"\n\n\r\n",
        b"long " + b"x" * 500_000 + b" email=lin.wei@example.org " + b"y\xe9" * 250_000 + b" 192.0.2.146\n",
        b'{"card":4111111111111111,"s":"{\\"card\\":5555555555554444}","list":[378282246310005]}\n',
        "n\u00e4me=\u4f60\u597d name=\u4f60\u597d phone=+1 202-555-0147\n".encode(),
        b"no final newline 2001:db8::1 00:00:5e:00:53:af",
    ]
)


@pytest.fixture(scope="module")
def at() -> Iterator[Stage]:
    """A server process, Ann with a second factor, two reviewers."""
    with stage() as made:
        first = made.run("admin", "init", "--domain", "logs.example.com").text
        made.run("admin", "keys", "enrol", "-o", "enrolment.json")
        with serving(made):
            _settle(made, "admin", first)
            for name, role in (("ann", "engineer"), ("bo", "approver"), ("cy", "approver")):
                _settle(made, name, made.run("admin", "account", "add", name, "--role", role).text)
            made.keep_phone("ann", made.run("ann", "totp", "enrol", "--password-stdin", stdin=_password("ann")).text)
            made.run("ann", "totp", "confirm", made.code("ann"))
            yield made


def _password(name: str) -> str:
    return f"correct horse battery {name[::-1]}"


def _settle(at: Stage, name: str, initial: str) -> None:
    at.run(name, "login", name, "--password-stdin", stdin=initial)
    at.run(name, "password", "--password-stdin", stdin=f"{initial}\n{_password(name)}")


def _grant(at: Stage, service: str) -> str:
    """A grant for every kind that opens at all, agreed to by two people and stepped up."""
    kinds = [word for kind in OPENING for word in ("--kind", kind)]
    asked = at.run("ann", "request", "--service", service, *kinds, "--reason", "round trip", code=exits.PENDING)
    at.run("bo", "review", "approve", asked.text, code=exits.PENDING)
    at.run("cy", "review", "approve", asked.text)
    grant = str(json.loads(at.run("ann", "requests", asked.text, "--json").text)["grant"])
    at.run("ann", "step-up", grant, at.code("ann"))
    return grant


def _sealed(at: Stage, service: str, files: Sequence[tuple[str, bytes]]) -> list[Path]:
    """The files masked on an enrolled host, every kind sealed reversibly, and the rows sent to the server."""
    everything = dict.fromkeys(KINDS, "d")
    masker = Masker(service=service, enrolment=at.folder / "enrolment.json", modes=everything)
    paths = []
    for name, data in files:
        path = at.folder / f"{name}.sealed"
        path.write_bytes(masker.mask_lines(data))
        paths.append(path)
    at.run("ann", "keys", "push")
    return paths


def _with_credentials(revealed: bytes, original: bytes) -> bytes:
    """What was revealed, with the credentials put back that never open, in the order in which they stood."""
    values = [
        original[found.start : found.end]
        for found in Masker("stars").find(original)
        if KINDS[found.kind].sensitivity == CREDENTIAL
    ]
    left = [sealed for _, _, sealed in find_sealed(revealed)]
    assert all(KINDS[sealed.kind].sensitivity == CREDENTIAL for sealed in left)
    assert len(left) == len(values)
    known: dict[str, Plaintext] = {}
    for sealed, value in zip(left, values, strict=True):
        assert known.setdefault(sealed.text, Plaintext(value)) == Plaintext(value)

    def look_up(_: Sequence[SealedValue]) -> dict[str, Plaintext]:
        return known

    opening = Opening(look_up)
    return opening.feed(revealed) + opening.finish()


@pytest.mark.shared_data
@pytest.mark.timeout(300)
def test_loghub_comes_back(at: Stage) -> None:
    """All lines of eight real logs: nothing that was found is left when masked, and a covering grant gives every byte back."""
    if not LOGS.is_dir():
        (pytest.fail if "CI" in os.environ else pytest.skip)("../shared/data/loghub is not here")
    files = [(path.stem, path.read_bytes()) for path in sorted(LOGS.glob("*.log"))]
    assert sum(len(data.splitlines()) for _, data in files) == 16_000
    paths = _sealed(at, "loghub", files)
    grant = _grant(at, "loghub")
    for path, (_, original) in zip(paths, files, strict=True):
        masked = path.read_bytes()
        assert masked != original
        assert Masker("stars").find(masked) == []
        assert masked.count(b"\n") == original.count(b"\n")
        revealed = at.run("ann", "reveal", "--grant", grant, str(path)).out
        assert _with_credentials(revealed, original) == original


@pytest.mark.timeout(300)
def test_hostile_bytes_come_back(at: Stage) -> None:
    """CRLF, NUL, invalid UTF-8, a line of a megabyte, bare JSON numbers and a missing last line end survive both ways."""
    (path,) = _sealed(at, "hostile", [("hostile", HOSTILE)])
    masked = path.read_bytes()
    for value in (
        b"example.com",
        b"example.org",
        b"203.0.113.7",
        b"4111111111111111",
        b"5555555555554444",
        b"2001:db8::1",
    ):
        assert value not in masked
    revealed = at.run("ann", "reveal", "--grant", _grant(at, "hostile"), str(path)).out
    assert revealed == HOSTILE


@pytest.mark.timeout(300)
def test_the_stream_of_the_command_line_is_the_same(at: Stage) -> None:
    """``mask`` in a pipe seals the same places as the library, and what it seals comes back too."""
    path = at.folder / "piped.log"
    path.write_bytes(HOSTILE)
    masked = at.run("host", "mask", "--service", "piped", str(path)).out
    at.run("ann", "keys", "push")
    by_library = Masker("seal", service="piped").mask_lines(HOSTILE)
    assert [sealed.kind for _, _, sealed in find_sealed(masked)] == [
        sealed.kind for _, _, sealed in find_sealed(by_library)
    ]
    (at.folder / "piped.sealed").write_bytes(masked)
    revealed = at.run("ann", "reveal", "--grant", _grant(at, "piped"), "piped.sealed").out
    left = {sealed.kind for _, _, sealed in find_sealed(revealed)}
    assert left == {"payment_card"}  # one-way unless a host says otherwise
    assert b"jo@example.com" in revealed
