"""What sealing and opening cost on one core, beside `cryptography` called from Python on the same machine: ``make bench-keys``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from milkglass import _core
from milkglass.keys.providers.file import FileProvider
from milkglass.keys.wrapping import CHEAP_FOR_TESTS
from milkglass.masking.daykey import new_day
from milkglass.masking.keyring import read_rows
from milkglass.masking.masker import fresh_random

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
LEAST_SEALS, MOST_OPEN_DAY = 3e6, 1e-3
_SPEED = ["cargo", "test", "--release", "--quiet", "--locked", "-p", "milkglass-core", "--test", "seal_speed"]


def best(work: Callable[[], object], times: int, rounds: int = 7) -> float:
    """Seconds for one call, the best of some rounds of many."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - begun) / times)
    return min(found)


def by_cryptography() -> float:
    """Seconds for one 20-byte value under AES-256-SIV with associated data, the text of the sealed value not counted."""
    siv, associated, values = AESSIV(bytes(range(64))), [b"\5pii1d\5email\5bench\5....."], iter(range(1 << 30))
    return best(lambda: siv.encrypt(next(values).to_bytes(24, "big"), associated), 100_000)


def opening(folder: Path) -> dict[str, float]:
    """Seconds to open a day from its row, and to open values with what came out."""
    keys = FileProvider.init(
        folder, domain="bench", now=NOW, random=os.urandom, passphrase=b"only for a bench", profile=CHEAP_FOR_TESTS
    )
    enrolment = keys.enrolment(folder / "host.jsonl")
    secret = new_day(enrolment, "bench", NOW, fresh_random).secret
    (row,) = read_rows(enrolment.keyring)
    masker = _core.Masker("seal", {})
    masker.set_sealer(secret.expose(), "bench", b"chain!")
    email, born = re.findall(r"pii1\w+", masker.mask("email=ann@example.com birth_date=1990-01-31"))
    opened = keys.open_day(row, ["email", "birth_date"])
    return {
        "open a day (row to kind keys)": best(lambda: keys.open_day(row, ["email", "birth_date"]), 200),
        "open a value of mode d": best(lambda: opened["email"].open(email), 10_000),
        "open a value of mode r, the first": best(lambda: opened["birth_date"].open(born), 10_000),
    }


def main() -> int:
    """Print the table; 1 if sealing or opening a day is slower than promised."""
    theirs = by_cryptography()
    print(f"{'cryptography, AES-SIV only, from Python':45}{1 / theirs / 1e6:8.2f} million/s")
    ours = subprocess.run(
        [*_SPEED, "--", "--ignored", "--nocapture"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    rates = dict(re.findall(r"^(.+): ([0-9.]+) (?:million|us)", ours.stdout, re.MULTILINE))
    for name, rate in rates.items():
        print(
            f"{'Rust, ' + name:45}{float(rate):8.2f} {'us' if 'us' in name or name in _MICROSECONDS else 'million/s'}"
        )
    with tempfile.TemporaryDirectory() as folder:
        times = opening(Path(folder) / "keys")
    for name, seconds in times.items():
        print(f"{name:45}{seconds * 1e6:8.1f} us")
    sealed = float(rates.get("D  20 bytes", 0)) * 1e6
    print(f"sealing is {sealed * theirs:.1f} times as fast as cryptography from Python")
    is_well = ours.returncode == 0 and sealed >= LEAST_SEALS and times["open a day (row to kind keys)"] < MOST_OPEN_DAY
    return 0 if is_well else 1


_MICROSECONDS = {"a new sealer", "opening value 10^8"}

if __name__ == "__main__":
    sys.exit(main())
