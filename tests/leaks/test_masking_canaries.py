"""Promise 2 of the plan: a process that masks leaves neither a value nor a key behind, whatever goes wrong in it."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from milkglass.masking.enrolment import Enrolment, UnsealPair, save
from milkglass.masking.keyring import read_rows

CANARIES = ("canary.one@example.com", "4111111111111111", "CANARY-hunter2-xyzzy", "4f2a9c-canary-token-77e1")
_HOST = Path(__file__).with_name("masking_process.py")


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """The folder of a masking host: an enrolment and a random source, and a file where a folder should be."""
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    public = X25519PrivateKey.generate().public_key().public_bytes(*raw)
    pairs = tuple(
        UnsealPair(f"logs.example.com/{year}-{month:02}", public) for year in (2026, 2027) for month in range(1, 13)
    )
    save(Enrolment("logs.example.com", Path("keyring.jsonl"), pairs), tmp_path / "enrolment.json")
    (tmp_path / "random").write_bytes(os.urandom(1 << 16))
    (tmp_path / "file").write_bytes(b"")
    return tmp_path


def run(host: Path) -> bytes:
    """Everything the process said and wrote, its random source excepted."""
    (canaries := host / "canaries").write_text("\n".join(CANARIES), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "dev", _HOST, host, canaries], capture_output=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    canaries.unlink()
    left = [path.read_bytes() for path in sorted(host.rglob("*")) if path.is_file() and path.name != "random"]
    return b"\n".join([done.stdout, done.stderr, *left])


def spellings(secret: bytes) -> list[bytes]:
    """The ways in which bytes could stand in a text."""
    shown = [
        secret,
        secret.hex().encode(),
        base64.b64encode(secret).rstrip(b"="),
        base64.urlsafe_b64encode(secret).rstrip(b"="),
    ]
    return [*shown, repr(secret)[2:-1].encode(), repr(list(secret))[1:-1].encode()]


@pytest.mark.slow
def test_no_value_and_no_secret_is_left_behind(host: Path) -> None:
    """No canary and no byte of the random source stands in output, errors, tracebacks, logs or files; the values are sealed."""
    left = run(host)
    assert left.count(b"pii1") > 20
    assert b"ValueError" in left
    assert len(read_rows(host / "keyring.jsonl")) + len(read_rows(host / "rows" / "keyring.jsonl")) > 5
    lower = left.lower()
    assert [canary for canary in CANARIES if canary.lower().encode() in lower] == []
    source = (host / "random").read_bytes()
    drawn = [source[start : start + 32] for start in range(0, 8192, 32)]
    assert [
        number for number, secret in enumerate(drawn) if any(spelling in left for spelling in spellings(secret))
    ] == []


def test_the_search_would_find_a_secret() -> None:
    """The canary search sees a secret in each spelling it knows."""
    secret = bytes(range(200, 232))
    shown = f"{secret!r} {secret.hex()} {base64.b64encode(secret).decode()} {list(secret)}".encode() + secret
    assert all(spelling in shown or b"-" in spelling or b"_" in spelling for spelling in spellings(secret))
