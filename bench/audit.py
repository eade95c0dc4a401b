"""``make bench-audit``: durable acknowledged entries, beside a plain ``INSERT``, and the verification of a long export.

32 threads each record a step, wait until it is durable, and go on, through the same group commit as a reveal. The baseline is the
same bytes in the same number of threads, one ``INSERT`` and one commit each, without a hash, a signature or a check.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.entry import Actor, Draft, EntryType, Scope, ValueCount
from milkglass.audit.export import export
from milkglass.audit.store import AuditLog, Step
from milkglass.audit.verify import verify
from milkglass.db.engine import Database
from milkglass.service.bootstrap import system_clock, system_random
from milkglass.service.group import GroupCommit
from milkglass.service.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 5.0
WRITERS = 32


class Bare:
    """As much of the services as a step needs."""

    def __init__(self, where: Path | str) -> None:
        self.db = Database(where)
        self.db.migrate()
        key = Ed25519PrivateKey.generate()
        self.log = AuditLog("bench.example.com/audit", key, clock=system_clock, random=system_random)
        self.ledger = Ledger(self.log)
        self.group = GroupCommit()


def draft() -> Draft:
    now = system_clock()
    return Draft(
        type=EntryType.REVEAL_REFUSE,
        actor=Actor("ann", ("engineer",)),
        sess="0123456789abcdef",
        grant="grant_bnzq6c2vkdyfa3ws",
        req="req_bnzq6c2vkdyfa3ws",
        scope=Scope(("shop",), ("email", "ipv4"), now, now),
        values=ValueCount(25, {"email": 20, "ipv4": 5}),
        kids=("k3v7q2mz",),
    )


def timed(step: Callable[[], object], writers: int, seconds: float) -> tuple[float, float, float]:
    """Acknowledged steps per second, median and 99th percentile of the wait in milliseconds."""
    waits: list[list[float]] = [[] for _ in range(writers)]
    end = time.perf_counter() + seconds

    def work(mine: list[float]) -> None:
        while (begin := time.perf_counter()) < end:
            step()
            mine.append(time.perf_counter() - begin)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in waits]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    flat = [wait for mine in waits for wait in mine]
    cuts = quantiles(flat, n=100)
    return len(flat) / took, cuts[49] * 1000, cuts[98] * 1000


def plain_insert(path: Path) -> Callable[[], object]:
    """One ``INSERT`` and one commit, a connection for each thread, as durable as the log."""
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("CREATE TABLE plain (n INTEGER PRIMARY KEY, bytes BLOB, hash BLOB)")
    own = threading.local()
    data = os.urandom(420)

    def step() -> None:
        if not hasattr(own, "conn"):
            own.conn = sqlite3.connect(path, timeout=30, isolation_level=None)
            own.conn.execute("PRAGMA synchronous=FULL")
        own.conn.execute("INSERT INTO plain (bytes, hash) VALUES (?, ?)", (data, data[:32]))

    return step


def say(name: str, found: tuple[float, float, float]) -> None:
    print(f"{name:44} {found[0]:>9,.0f}/s   median {found[1]:6.2f} ms   p99 {found[2]:6.2f} ms", flush=True)


def writing(folder: Path, url: str | None, seconds: float) -> None:
    for writers in (1, 8, WRITERS):
        say(
            f"plain INSERT, SQLite, {writers} writers", timed(plain_insert(folder / f"p{writers}.db"), writers, seconds)
        )
        bare = Bare(folder / f"m{writers}.db")
        say(f"milkglass, SQLite, {writers} writers", timed(lambda b=bare: one(b), writers, seconds))
        bare.db.close()
    if url:
        bare = Bare(url)
        say(f"milkglass, PostgreSQL, {WRITERS} writers", timed(lambda: one(bare), WRITERS, seconds))
        bare.db.close()


def one(bare: Bare) -> None:
    entry = draft()
    bare.group.run(bare, str(threading.get_ident()), lambda at: at.record(entry))


def verifying(folder: Path, size: int) -> None:
    bare, out = Bare(folder / "long.db"), folder / "export"
    out.mkdir()
    for _ in range(size // 10_000):
        with bare.db.transaction() as conn:
            bare.log.append_all(conn, [Step((draft(),)) for _ in range(10_000)])
    with bare.db.read() as conn:
        export(conn, bare.log, out)
        note = bare.log.checkpoint(conn)
    bare.db.close()
    begin = time.perf_counter()
    verdict = verify(out, vkey=bare.log.vkey, kept=[note])
    print(f"verify {verdict.size:,} entries: {time.perf_counter() - begin:.1f} s, ok={verdict.ok}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument(
        "--entries", type=int, default=1_000_000, help="length of the export that is verified; 0 for none"
    )
    parser.add_argument("--postgres", help="postgresql:// address of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="milkglass-bench-") as name:
        writing(Path(name), given.postgres, given.seconds)
        if given.entries:
            verifying(Path(name), given.entries)


if __name__ == "__main__":
    main()
