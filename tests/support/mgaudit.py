"""A log in a real database, with a clock and random bytes that a test holds, and a story of elevations to put in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.disclosure import DisclosureRow
from milkglass.audit.entry import Actor, Draft, Entry, EntryType, PolicyRef, Rung, Scope, ValueCount, Window
from milkglass.audit.export import export
from milkglass.audit.store import AuditLog
from milkglass.db.engine import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ORIGIN = "audit.example.com/test"
KEY = Ed25519PrivateKey.from_private_bytes(sha256(b"milkglass audit test key").digest())
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(sha256(b"another key").digest())
SCOPE = Scope(("mailer", "shop"), ("email", "ipv4"), START - timedelta(days=1), START)
ANN, BO, CY = (Actor(name, (role,)) for name, role in (("ann", "engineer"), ("bo", "approver"), ("cy", "approver")))
SYSTEM = Actor("system")
HASH = "ab" * 32
SESS = "0123456789abcdef"
KID = "k3v7q2mz"


def counting_random() -> Any:
    """Bytes that differ from call to call and are the same in each run."""
    numbers = count()
    return lambda size: sha256(b"%d" % next(numbers)).digest()[:size]


@dataclass
class Clock:
    """A clock that a test turns."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def tick(self, **delta: float) -> None:
        """Go on, or back."""
        self.now += timedelta(**delta)


@dataclass
class Recorder:
    """The log, its database, and what a test needs to tell stories."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    key: Ed25519PrivateKey = KEY
    exports: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.db = Database(self.folder / "milkglass.db")
        self.db.migrate()
        self.log = AuditLog(ORIGIN, self.key, clock=self.clock, random=counting_random())

    def record(self, *drafts: Draft, rows: Sequence[DisclosureRow] = ()) -> list[Entry]:
        """Append in a transaction of its own, a second after what was before."""
        self.clock.tick(seconds=1)
        with self.db.transaction() as conn:
            return self.log.append(conn, *drafts, rows=rows)

    def note(self) -> str:
        """The newest signed checkpoint."""
        with self.db.read() as conn:
            return self.log.checkpoint(conn)

    def entries(self) -> list[Entry]:
        """The whole log."""
        with self.db.read() as conn:
            return self.log.entries(conn)

    def export(self) -> Path:
        """Export to a new folder."""
        folder = self.folder / f"export{next(self.exports)}"
        folder.mkdir()
        with self.db.read() as conn:
            export(conn, self.log, folder)
        return folder

    def ask(self, req: str = "req_1", rung: Rung = Rung.ONE_APPROVAL, **changes: Any) -> None:
        """Ann asks, the policy answers."""
        draft = Draft(type=EntryType.REQUEST_SUBMIT, actor=ANN, sess=SESS, req=req, scope=SCOPE, text=HASH)
        self.record(change(draft, **changes), decided(req, rung))

    def approve(self, who: Actor = BO, req: str = "req_1") -> None:
        """A reviewer approves."""
        self.record(Draft(type=EntryType.REVIEW_APPROVE, actor=who, req=req, scope=SCOPE, about="ann"))

    def issue(self, grant: str = "grant_1", **changes: Any) -> None:
        """The grant is issued for an hour."""
        window = Window(self.clock.now, self.clock.now + timedelta(hours=1))
        draft = Draft(type=EntryType.GRANT_ISSUE, actor=SYSTEM, req="req_1", grant=grant, scope=SCOPE, window=window)
        policy = PolicyRef("one", Rung.ONE_APPROVAL, HASH)
        self.record(change(draft, **({"policy": policy, "about": "ann"} | changes)))

    def step_up(self, grant: str = "grant_1", **changes: Any) -> None:
        """Ann gives the second factor."""
        draft = Draft(type=EntryType.STEPUP_OK, actor=ANN, sess=SESS, req="req_1", grant=grant, factor="totp")
        self.record(change(draft, **changes))

    def intend(self, reveal: str = "reveal_1", **changes: Any) -> None:
        """The intent of a reveal of three values."""
        self.record(change(_revealing(EntryType.REVEAL_INTENT, reveal), **changes))

    def disclose(self, reveal: str = "reveal_1", **changes: Any) -> None:
        """The result of a reveal of three values, and their rows."""
        self.record(change(_revealing(EntryType.REVEAL_RESULT, reveal), **changes), rows=disclosure_rows())

    def grant(self) -> None:
        """Everything up to the open grant."""
        self.ask()
        self.approve()
        self.issue()
        self.step_up()

    def story(self) -> None:
        """An elevation from the request to the return, with two reveals: twelve entries."""
        self.grant()
        for reveal in ("reveal_1", "reveal_2"):
            self.intend(reveal)
            self.disclose(reveal)
        self.record(Draft(type=EntryType.GRANT_RETURN, actor=ANN, req="req_1", grant="grant_1"))
        self.record(Draft(type=EntryType.ACCOUNT_ADD, actor=SYSTEM, about="dée"))
        self.record(Draft(type=EntryType.SESSION_OPEN, actor=BO))

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()


def change(draft: Draft, **changes: Any) -> Draft:
    """The draft with other fields."""
    values = {name: getattr(draft, name) for name in Draft.__slots__}
    return Draft(**(values | changes))


def decided(req: str, rung: Rung, **changes: Any) -> Draft:
    """What the policy answers."""
    policy = PolicyRef("one", rung, HASH)
    draft = Draft(type=EntryType.REQUEST_DECIDE, actor=SYSTEM, req=req, scope=SCOPE, policy=policy, about="ann")
    return change(draft, **changes)


def disclosure_rows() -> list[DisclosureRow]:
    """Rows of two addresses and one number."""
    random = counting_random()
    kinds = ("email", "email", "ipv4")
    return [
        DisclosureRow.of(
            i, kid=KID, kind=kind, sealed=f"pii1d_{kind}_{i}", value=b"%d" % i, key=b"k" * 32, random=random
        )
        for i, kind in enumerate(kinds)
    ]


def _revealing(entry_type: EntryType, reveal: str) -> Draft:
    return Draft(
        type=entry_type,
        actor=ANN,
        sess=SESS,
        req="req_1",
        grant="grant_1",
        scope=SCOPE,
        reveal=reveal,
        values=ValueCount(3, {"email": 2, "ipv4": 1}),
        kids=(KID,),
    )
