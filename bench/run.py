"""``make bench``: how fast one core masks, beside Hyperscan and Python ``re`` over the same lines in the same process.

Runs of all engines are interleaved, so that a slow moment of the machine meets each of them; medians are shown, with the spread.
Hyperscan and ``re`` only find; milkglass finds and writes the masked text.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import platform
import re
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import hyperscan
from corpus import app, loghub
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from patterns import PATTERNS

from milkglass import Masker
from milkglass.integrations.logging import MaskingHandler
from milkglass.masking.enrolment import Enrolment, UnsealPair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEAST_SECONDS = 0.05
SAMPLE = 256 * 1024
CLEAN = (
    "2026-11-24T09:31:07.412Z INFO [http.server-3] trace=4f1c2d9e8b7a6f5e4d3c2b1a09f8e7d6 GET /api/v1/orders 200 8213 bytes in 14 ms, "
    "cache miss for key product:881:v3, loading from origin; connection acquired in 2 ms, 7 in use, retrying attempt 2 of 5 after 9 ms"
)
LINE = "2026-11-24T09:31:07.412Z INFO [mailer-3] sent receipt for order 88213 to ann.meyer@example.com via smtp in 214 ms, status ok"


@dataclass
class Engine:
    """One way to go over a corpus.

    Args:
        name: As it stands in the table.
        work: One pass over the bytes.
        count: How many stretches it finds; passes that touch each other count as one.
        data: The bytes.
        seconds: One time for each run, of one pass.
    """

    name: str
    work: Callable[[bytes], object]
    count: Callable[[bytes], int]
    data: bytes
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Repeat the pass long enough for the clock, and keep the time of one."""
        begin, passes = time.perf_counter(), 0
        while (spent := time.perf_counter() - begin) < LEAST_SECONDS:
            self.work(self.data)
            passes += 1
        self.seconds.append(spent / passes)

    @property
    def speed(self) -> float:
        """MB a second, median of the runs."""
        return len(self.data) / median(self.seconds) / 1e6

    @property
    def spread(self) -> float:
        """Half of the distance from the slowest to the fastest run, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / 2 / median(self.seconds)


def sealing(folder: Path) -> Masker:
    """A masker that seals to a throw-away key, as an enrolled host does."""
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    public = X25519PrivateKey.generate().public_key().public_bytes(*raw)
    pair = UnsealPair(f"bench.example.com/{datetime.now(UTC):%Y-%m}", public)
    return Masker("seal", service="bench", enrolment=Enrolment("bench.example.com", folder / "keyring.jsonl", (pair,)))


def merged(spans: Iterable[tuple[int, int]]) -> int:
    """How many stretches spans make when those that overlap are one."""
    stretches, end = 0, -1
    for start, stop in sorted(spans):
        if start >= end:
            stretches += 1
        end = max(end, stop)
    return stretches


def scanner(*, starts: bool) -> tuple[Callable[[bytes], object], Callable[[bytes], int]]:
    """Hyperscan with all patterns in one database: a pass without a result, and a count (with start offsets only)."""
    flags = hyperscan.HS_FLAG_SOM_LEFTMOST if starts else 0
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    texts = [pattern.encode() for pattern in PATTERNS.values()]
    database.compile(expressions=texts, ids=list(range(len(texts))), elements=len(texts), flags=[flags] * len(texts))

    def nothing(_id: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        return None

    def count(data: bytes) -> int:
        spans: list[tuple[int, int]] = []
        database.scan(data, lambda _id, start, end, _flags, _context: spans.append((start, end)))
        return merged(spans)

    return (lambda data: database.scan(data, nothing)), count


def expressions() -> tuple[Callable[[bytes], object], Callable[[bytes], int]]:
    """Python ``re``, one pattern after another, as most redacting filters do it."""
    compiled = [re.compile(pattern.encode()) for pattern in PATTERNS.values()]

    def work(data: bytes) -> None:
        for pattern in compiled:
            for _ in pattern.finditer(data):
                pass

    return work, lambda data: merged(found.span() for pattern in compiled for found in pattern.finditer(data))


def engines(data: bytes, folder: Path) -> list[Engine]:
    """All engines over one corpus; ``re`` gets a sample of its lines, or it would take minutes."""
    stars, seal = Masker("stars"), sealing(folder)
    part = b"".join(data.splitlines(keepends=True)[:: 1 + len(data) // SAMPLE])
    plain, _ = scanner(starts=False)
    som, count_som = scanner(starts=True)
    work, count_re = expressions()
    made = [
        Engine("milkglass, stars", stars.mask_lines, lambda data: len(stars.find(data)), data),
        Engine("milkglass, seal", seal.mask_lines, lambda data: len(seal.find(data)), data),
        Engine("hyperscan, ends of matches only", plain, count_som, data),
        Engine("hyperscan, starts and ends", som, count_som, data),
        Engine("Python re", work, count_re, part),
    ]
    assert seal.problem is None, "the sealing run would be one-way"
    return made


def measure(made: list[Engine], runs: int) -> None:
    """Run all engines in turn, a warm-up first."""
    for engine in made:
        engine.work(engine.data)
    gc.disable()
    for _ in range(runs):
        for engine in made:
            engine.run()
    gc.enable()


def table(title: str, made: list[Engine]) -> str:
    """A Markdown table of one corpus."""
    data, lines = made[0].data, made[0].data.count(b"\n")
    per_line = len(data) / lines
    other = next(engine.speed for engine in made if engine.name.startswith("hyperscan, starts"))
    rows = [
        f"| {engine.name} | {engine.speed:,.1f} | {engine.speed * 1e6 / per_line:,.0f} | {engine.speed / other:.2f} "
        f"| {engine.count(engine.data) * per_line / len(engine.data) * 1000:,.0f} | {engine.spread:.0%} |"
        for engine in made
    ]
    head = f"**{title}**: {len(data) / 1e6:.1f} MB, {lines:,} lines, {per_line:.0f} bytes a line\n"
    titles = "| engine | MB/s | lines/s | against hyperscan with starts | findings in 1,000 lines | spread |"
    return "\n".join([head, titles, "| --- | ---: | ---: | ---: | ---: | ---: |", *rows, ""])


def latency(masker: Masker, text: str, runs: int) -> float:
    """Nanoseconds of one call with a text of one line, median of the runs."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter_ns()
        for _ in range(20_000):
            masker.mask(text)
        times.append((time.perf_counter_ns() - begin) / 20_000)
    return median(times)


def latencies(folder: Path, runs: int) -> str:
    """A table of single calls."""
    quiet = LINE.replace("ann.meyer@example.com", "the warehouse, shelf 7b")
    rows = []
    for name, masker in (("stars", Masker("stars")), ("seal", sealing(folder))):
        assert masker.mask(CLEAN) is CLEAN
        times = [latency(masker, text, runs) for text in (quiet, LINE, CLEAN)]
        rows.append(f"| {name} | {times[0]:,.0f} | {times[1]:,.0f} | {times[2]:,.0f} |")
    head = (
        f"**`Masker.mask(str)`**, one line of {len(LINE)} characters, nanoseconds a call from Python, loop included\n"
    )
    return "\n".join(
        [
            head,
            f"| style | nothing to mask | one e-mail address | clean, {len(CLEAN)} characters |",
            "| --- | ---: | ---: | ---: |",
            *rows,
            "",
        ]
    )


class _Nowhere:
    """A stream that keeps nothing."""

    def write(self, _text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing to do."""


def logging_cost(runs: int) -> str:
    """What masking adds to a record of `logging`, with a clean message of 250 bytes and with one that holds an address."""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    rows = []
    for title, message in (("clean", CLEAN), ("one e-mail address", CLEAN.replace("in 14 ms", "to ann@example.com"))):
        seconds: dict[str, list[float]] = {"plain": [], "masking": []}
        for _ in range(runs):
            for name, taken in seconds.items():
                handler = logging.StreamHandler(_Nowhere())
                handler.setFormatter(formatter)
                logger = logging.Logger("bench")  # noqa: LOG001 - one of its own, without handlers of others
                logger.addHandler(MaskingHandler(handler, Masker("stars")) if name == "masking" else handler)
                begin = time.perf_counter()
                for _ in range(10_000):
                    logger.info(message)
                taken.append((time.perf_counter() - begin) / 10_000 * 1e6)
        plain, masking = median(seconds["plain"]), median(seconds["masking"])
        rows.append(f"| {title} | {plain:.2f} | {masking:.2f} | {masking / plain - 1:+.0%} |")
    head = f"**`logging`**, a record of {len(CLEAN)} characters to a stream that keeps nothing, microseconds\n"
    return "\n".join(
        [head, "| message | plain handler | masking handler | more |", "| --- | ---: | ---: | ---: |", *rows, ""]
    )


def machine() -> str:
    """What this ran on."""
    info = Path("/proc/cpuinfo")
    names = (
        re.findall(r"^model name\s*: (.*)$", info.read_text(encoding="utf-8"), re.MULTILINE) if info.exists() else []
    )
    cpu = names[0] if names else platform.machine()
    return f"{cpu}, {os.cpu_count()} cores, one used; Python {platform.python_version()}; hyperscan {hyperscan.__version__}\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of masking beside Hyperscan and re, on one core.")
    parser.add_argument("--runs", type=int, default=7, help="runs of each engine (default 7)")
    runs = parser.parse_args().runs
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        for title, data in (("LogHub samples", loghub()), ("application log", app())):
            if not data:
                print(f"**{title}**: not here (../shared/data/loghub)\n")
                continue
            made = engines(data, Path(folder))
            measure(made, runs)
            print(table(title, made))
        print(latencies(Path(folder), runs))
        print(logging_cost(runs))


main()
