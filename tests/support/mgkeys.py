"""A key folder, an enrolment and rows for tests of keys; time stands still and random bytes repeat from run to run."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from milkglass import _core
from milkglass.keys.providers.file import FileProvider
from milkglass.keys.wrapping import CHEAP_FOR_TESTS
from milkglass.masking.daykey import new_day
from milkglass.masking.keyring import KeyringRow, read_rows

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DAY = 1_795_478_400
DOMAIN = "logs.example.com"
PASSPHRASE = b"correct horse battery"


class Random:
    """Bytes that never repeat, and are the same in every run."""

    def __init__(self, seed: str = "keys") -> None:
        self.seed, self.count = seed, 0

    def __call__(self, size: int) -> bytes:
        """The next bytes."""
        self.count += 1
        return hashlib.shake_256(f"{self.seed} {self.count}".encode()).digest(size)


def make_keys(folder: Path, seed: str = "keys", **other: Any) -> FileProvider:
    """A new key folder, with pairs of this month and the next."""
    given: dict[str, Any] = {
        "domain": DOMAIN,
        "now": NOW,
        "random": Random(seed),
        "profile": CHEAP_FOR_TESTS,
        "months_ahead": 1,
    }
    if "key_file" not in other:
        given["passphrase"] = PASSPHRASE
    return FileProvider.init(folder, **{**given, **other})


def load_keys(folder: Path, **other: Any) -> FileProvider:
    """Open a key folder of :func:`make_keys`."""
    return FileProvider.load(folder, **{"random": Random("loaded"), "passphrase": PASSPHRASE, **other})


def make_row(number: int = 0, **other: Any) -> KeyringRow:
    """A row that fits the format and opens with no key."""
    seed = hashlib.shake_256(f"row {number}".encode()).digest(85)
    given: dict[str, Any] = {
        "v": 1,
        "kid": base64.b32encode(seed[:5]).decode().lower(),
        "service": "checkout",
        "not_before": DAY,
        "not_after": DAY + 86_400,
        "unseal": f"{DOMAIN}/2026-11",
        "suite": "x25519-sha256-aes256gcm",
        "sealed": seed[5:],
    }
    return KeyringRow(**{**given, **other})


def new_row(keys: FileProvider, folder: Path, service: str = "checkout", seed: str = "day") -> tuple[KeyringRow, str]:
    """The row of a new day, and a mail address sealed in it."""
    enrolment = keys.enrolment(folder / f"{seed}-{service}.jsonl")
    day = new_day(enrolment, service, NOW, Random(seed + service))
    masker = _core.Masker("seal", {})
    masker.set_sealer(day.secret.expose(), service, b"chain!")
    return read_rows(enrolment.keyring)[0], masker.mask("to jo@example.com").split()[1]
