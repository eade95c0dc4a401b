"""A small world for tests of the access plane: a clock that is set, real keys, people who can act.

The sealing here is a second implementation of ``docs/spec/sealed-value.md`` on ``cryptography``, so that what the core opens was
not sealed by itself, and tests can seal what a masker never would.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from milkglass import _core
from milkglass.access.approval import Answer
from milkglass.audit.export import export
from milkglass.audit.verify import verify
from milkglass.config import ServerSettings
from milkglass.errors import MilkglassError
from milkglass.identity.passwords import CHEAP_FOR_TESTS
from milkglass.identity.totp import step_at, totp
from milkglass.keys.providers.file import FileProvider
from milkglass.keys.wrapping import CHEAP_FOR_TESTS as CHEAP_KEYS
from milkglass.masking.keyring import SUITE, KeyringRow, day_info
from milkglass.service.add_account import add_account
from milkglass.service.bootstrap import build, init_server
from milkglass.service.caller import identify
from milkglass.service.change_password import change_password
from milkglass.service.deciding import Wish
from milkglass.service.enrol_factor import begin_enrolment, confirm_enrolment
from milkglass.service.open_incident import open_incident
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.set_on_call import set_on_call
from milkglass.service.sign_in import sign_in
from milkglass.service.step_up import step_up
from milkglass.service.submit_request import submit_request

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from milkglass.audit import verdict as verdicts
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSPHRASE = b"a passphrase of tests"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Now."""
        return self.now

    def move(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)


class Random:
    """Bytes that never repeat within a world, and are the same in every run."""

    def __init__(self, seed: bytes = b"milkglass tests") -> None:
        self._seed, self._count, self._lock = seed, 0, threading.Lock()

    def __call__(self, size: int) -> bytes:
        """That many bytes."""
        with self._lock:
            self._count += 1
            return hashlib.shake_256(self._seed + self._count.to_bytes(8, "big")).digest(size)


def _lp(part: str | bytes) -> bytes:
    raw = part.encode() if isinstance(part, str) else part
    return bytes([len(raw)]) + raw


def _hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, None, info).derive(secret)


def b32(raw: bytes) -> str:
    """Base32 as the specs write it."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def with_check(text: str) -> str:
    """The text with its four characters of CRC."""
    crc = zlib.crc32(text.encode()) & 0xFFFFF
    return text + "".join(_ALPHABET[crc >> shift & 31] for shift in (15, 10, 5, 0))


def kid_of(secret: bytes) -> str:
    """Key id of a day secret."""
    return b32(_hkdf(secret, b"milkglass/v1/kid", 5))


def _kind_key(secret: bytes, mode: str, kind: str, service: str) -> bytes:
    info = b"milkglass/v1/kind-key" + _lp(mode) + _lp(kind) + _lp(service)
    return _hkdf(secret, info, 64 if mode == "d" else 32)


def _associated(kind: str, service: str, kid: str) -> bytes:
    return _lp("pii1d") + _lp(kind) + _lp(service) + _lp(base64.b32decode(kid.upper()))


def seal(secret: bytes, kind: str, service: str, value: bytes, *, mode: str = "d", bare: bool = False) -> str:
    """A sealed value by the spec, always in raw form."""
    kid = kid_of(secret)
    key = _kind_key(secret, mode, kind, service)
    if mode == "o":
        return with_check(f"pii1o_{kind}_{kid}_{b32(hmac.digest(key, value, 'sha256')[:16])}")
    padding = -(1 + len(value)) % 8
    plain = bytes([padding | bare << 6]) + value + bytes(padding)
    body = AESSIV(key).encrypt(plain, [_associated(kind, service, kid)])
    return with_check(f"pii1d_{kind}_{kid}_{b32(body)}")


class WorldKeys:
    """The real file provider, which remembers what was opened, and can make the day of a masking host.

    Args:
        folder: Keys of an earlier world, or where to make them.
        now: The clock.
        random: Random bytes.
    """

    def __init__(self, folder: Path, now: datetime, random: Random) -> None:
        make = {"domain": "logs.example.com", "now": now, "profile": CHEAP_KEYS, "months_ahead": 1}
        given = {"random": random, "passphrase": PASSPHRASE}
        self.files = (
            FileProvider.load(folder, **given) if folder.exists() else FileProvider.init(folder, **given, **make)
        )
        self.domain = self.files.domain
        self.opened: list[tuple[str, frozenset[str]]] = []
        self._random = random

    def open_day(self, row: KeyringRow, kinds: Collection[str]) -> Any:
        """Open a day, and remember it."""
        keys = self.files.open_day(row, kinds)
        self.opened.append((row.kid, frozenset(kinds)))
        return keys

    def side_key(self, label: str) -> bytes:
        """As the provider has it."""
        return self.files.side_key(label)

    def new_day(self, service: str, day: datetime, seed: bytes = b"") -> tuple[bytes, KeyringRow]:
        """A secret, always the same, and its row for the UTC day of a moment."""
        begin = day.replace(hour=0, minute=0, second=0, microsecond=0)
        secret = hashlib.sha256(service.encode() + begin.isoformat().encode() + seed).digest()
        times = int(begin.timestamp()), int((begin + timedelta(days=1)).timestamp())
        (pair,) = [one for one in self.files.pairs() if one.month == f"{begin:%Y-%m}"]
        kid = kid_of(secret)
        sealed = _core.seal_day(secret, pair.public, day_info(kid, service, *times, pair.unseal), self._random(32))
        return secret, KeyringRow(1, kid, service, *times, pair.unseal, SUITE, sealed)


PASSWORD = "correct horse battery {}"


@dataclass
class World:
    """A server's services, its clock, and the people who use it."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    random: Random = field(default_factory=Random)
    keys: WorldKeys = field(init=False)
    people: dict[str, Caller] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    days: dict[str, bytes] = field(default_factory=dict)
    services: Services = field(init=False)
    outside: Any = None
    database_url: str | None = None

    def __post_init__(self) -> None:
        self.keys = WorldKeys(self.folder / "keys", self.clock.now, self.random)
        for service in ("shop", "bank"):
            self.days[service], _ = self.keys.new_day(service, self.clock.now)
        self.services = self.restart()

    def restart(self) -> Services:
        """New services on the same files, as after a restart."""
        self.services = self._build(self.random)
        return self.services

    def second_server(self) -> Services:
        """Other services on the same files, as another process has them; close their ``db``."""
        return self._build(Random(b"second server"))

    def _build(self, random: Random) -> Services:
        return build(
            ServerSettings(self.folder, database_url=self.database_url),
            provider=self.keys,
            clock=self.clock,
            random=random,
            passwords=CHEAP_FOR_TESTS,
            outside=self.outside,
        )

    def populate(self) -> World:
        """An administrator, two engineers, two approvers, security, an auditor; two services with a key for today."""
        admin = init_server(self.services)
        self.settle("admin", admin.initial_password)
        roles = {"ann": "engineer", "eve": "engineer", "bo": "approver", "cy": "approver"}
        for name, role in {**roles, "sec": "security", "aud": "auditor"}.items():
            made = add_account(self.services, self.people["admin"], name, [role])
            self.settle(name, made.initial_password)
        for service in ("shop", "bank"):
            self.services.keyring.add([self.keys.new_day(service, self.clock.now)[1]])
        return self

    def settle(self, name: str, initial: str) -> Caller:
        """First sign-in: put one's own password in place of the first one."""
        services = self.services
        token = sign_in(services, name, initial).token
        newcomer = identify(services, token, may_have_first_password=True)
        change_password(services, newcomer, initial, PASSWORD.format(name))
        self.people[name] = identify(services, token)
        return self.people[name]

    def sign_in(self, name: str) -> Caller:
        """A new session of somebody."""
        return identify(self.services, sign_in(self.services, name, PASSWORD.format(name)).token)

    def enrol(self, name: str) -> bytes:
        """Give somebody a second factor."""
        begun = begin_enrolment(self.services, self.people[name], PASSWORD.format(name))
        secret = base64.b32decode(begun.secret + "=" * (-len(begun.secret) % 8))
        self.secrets[name] = secret
        confirm_enrolment(self.services, self.people[name], self.code(name))
        self.clock.move(seconds=30)
        return secret

    def code(self, name: str) -> str:
        """The code on somebody's phone now."""
        return totp(self.secrets[name], step_at(self.clock.now))

    def wish(self, **other: Any) -> Wish:
        """One hour of today's mail addresses of the shop, with changes."""
        given = {
            "services": ["shop"],
            "kinds": ["email"],
            "log_from": self.clock.now - timedelta(hours=1),
            "log_to": self.clock.now,
            "duration": timedelta(minutes=30),
            "reason": "a customer cannot pay",
        }
        return Wish(**(given | other))

    def ask(self, name: str = "ann", **other: Any) -> str:
        """Submit a request; its id."""
        return submit_request(self.services, self.people[name], self.wish(**other))

    def approve(self, request_id: str, name: str = "bo") -> None:
        """Approve a request."""
        review_request(self.services, self.people[name], request_id, Verdict(Answer.APPROVE))

    def grant(self, name: str = "ann", **other: Any) -> str:
        """A grant that waits for its step-up, approved by Bo."""
        request_id = self.ask(name, **other)
        self.approve(request_id)
        return self.grant_of(request_id)

    def grant_of(self, request_id: str) -> str:
        """Id of the grant of a request."""
        with self.services.db.read() as conn:
            found = self.services.rows.grant_of_request(conn, request_id)
        assert found is not None
        return found

    def open_grant(self, name: str = "ann", **other: Any) -> str:
        """A grant that is stepped up."""
        if name not in self.secrets:
            self.enrol(name)
        grant_id = self.grant(name, **other)
        self.clock.move(seconds=30)
        step_up(self.services, self.people[name], grant_id, self.code(name))
        return grant_id

    def incident(self, *, by: str = "eve", severity: int = 1) -> str:
        """An open incident of the shop."""
        return open_incident(
            self.services, self.people[by], title="payments fail", severity=severity, affected=["shop"]
        ).id

    def on_call(self, *names: str) -> None:
        """Put people on call for the shop."""
        set_on_call(self.services, self.people["admin"], "shop", names)

    def sealed(
        self, value: bytes = b"jo@example.com", *, kind: str = "email", service: str = "shop", **other: Any
    ) -> str:
        """A sealed value of today."""
        return seal(self.days[service], kind, service, value, **other)

    def verdict(self, folder: Path, *kept: str) -> verdicts.Verdict:
        """Export the log to a new folder and verify it, against the key of the log and what was kept."""
        folder.mkdir(parents=True)
        with self.services.db.read() as conn:
            export(conn, self.services.log, folder)
            kept = kept or (self.services.log.checkpoint(conn),)
        return verify(folder, vkey=self.services.log.vkey, kept=list(kept))

    def entries(self) -> list[Any]:
        """Every entry of the log."""
        with self.services.db.read() as conn:
            return self.services.log.entries(conn)

    def entries_of(self, kind: str) -> list[Any]:
        """Entries of one type."""
        return [entry for entry in self.entries() if entry.type == kind]

    def types(self) -> list[str]:
        """Types of the entries, in order."""
        return [entry.type.value for entry in self.entries()]


def at_once(steps: Sequence[Callable[[], object]]) -> list[str]:
    """Run steps in threads that start together; the code of each refusal, or nothing, in no order."""
    outcomes: list[str] = []
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        barrier.wait()
        try:
            step()
        except MilkglassError as error:
            outcomes.append(error.code)
        else:
            outcomes.append("")

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
