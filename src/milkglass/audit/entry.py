"""One step of access as the log holds it: what is written (`Draft`), what stands (`Entry`), and the bytes between.

A use case makes a `Draft`; `store` gives it index, id and time and encodes it here; `verify` and `elevations` decode it here.
Pure; spec: `docs/spec/audit-entry.md` sections 1 to 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from milkglass.audit import jsontext
from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


class EntryType(StrEnum):
    """What happened."""

    ACCOUNT_ADD = "account.add"
    ACCOUNT_CHANGE = "account.change"
    SESSION_OPEN = "session.open"
    SESSION_CLOSE = "session.close"
    FACTOR_ENROL = "factor.enrol"
    FACTOR_LOCK = "factor.lock"
    INCIDENT_OPEN = "incident.open"
    INCIDENT_RESOLVE = "incident.resolve"
    ONCALL_CHANGE = "oncall.change"
    REQUEST_SUBMIT = "request.submit"
    REQUEST_WITHDRAW = "request.withdraw"
    REQUEST_DECIDE = "request.decide"
    REVIEW_APPROVE = "review.approve"
    REVIEW_DENY = "review.deny"
    REVIEW_BREAK_GLASS = "review.break_glass"
    GRANT_ISSUE = "grant.issue"
    GRANT_BREAK_GLASS = "grant.break_glass"
    GRANT_REVOKE = "grant.revoke"
    GRANT_RETURN = "grant.return"
    GRANT_END = "grant.end"
    STEPUP_OK = "stepup.ok"
    STEPUP_REFUSE = "stepup.refuse"
    REVEAL_INTENT = "reveal.intent"
    REVEAL_RESULT = "reveal.result"
    REVEAL_REFUSE = "reveal.refuse"
    KEYS_CREATE = "keys.create"
    KEYS_IMPORT = "keys.import"
    KEYS_OPEN = "keys.open"
    KEYS_SHRED = "keys.shred"
    SEARCH_INTENT = "search.intent"
    SEARCH_RESULT = "search.result"
    ERASE_REQUEST = "erase.request"
    ERASE_DONE = "erase.done"
    POLICY_LOAD = "policy.load"
    AUDIT_EXPORT = "audit.export"


class Out(StrEnum):
    """How it went."""

    OK = "ok"
    DENIED = "denied"
    ERROR = "error"


class Rung(StrEnum):
    """Steps of the policy ladder, as entries name them."""

    AUTOMATIC = "automatic"
    ONE_APPROVAL = "one_approval"
    TWO_APPROVALS = "two_approvals"
    BREAK_GLASS = "break_glass"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: an account name and its roles at that time; ``system`` for the clock and for context."""

    sub: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Services, kinds and log time (``log_from`` to ``log_to``)."""

    services: tuple[str, ...]
    kinds: tuple[str, ...]
    log_from: datetime
    log_to: datetime

    def covers(self, other: Scope) -> bool:
        """Whether ``other`` asks for nothing that is not in here."""
        return (
            set(other.services) <= set(self.services)
            and set(other.kinds) <= set(self.kinds)
            and self.log_from <= other.log_from
            and other.log_to <= self.log_to
        )


@dataclass(frozen=True, slots=True)
class Window:
    """When a grant may be used."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """Which rule decided: its id, its rung, and the SHA-256 (hex) of the policy text."""

    rule: str
    rung: Rung
    hash: str


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many values of which kinds; ``root`` (hex) commits to the disclosure rows of a `reveal.result`."""

    count: int
    kinds: Mapping[str, int]
    root: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has a place in the log. Field meanings: spec section 2."""

    type: EntryType
    actor: Actor
    out: Out = Out.OK
    why: str | None = None
    sess: str | None = None
    req: str | None = None
    grant: str | None = None
    incident: str | None = None
    scope: Scope | None = None
    window: Window | None = None
    policy: PolicyRef | None = None
    text: str | None = None
    factor: str | None = None
    reveal: str | None = None
    values: ValueCount | None = None
    kids: tuple[str, ...] = field(default=())
    about: str | None = None
    limit: int | None = None
    given: str | None = None
    subjs: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """An entry with its place: index ``n``, UUIDv7 ``id``, log time ``t``, and how far the clock had gone back."""

    n: int
    id: str
    t: datetime
    skew: int | None = None


_HEX: Final = re.compile(r"(?:[0-9a-f]{2})+")
_KID: Final = re.compile(r"[a-z2-7]{8}")
_UUID7: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NAMES: Final = ("why", "req", "grant", "incident", "factor", "reveal", "about")
_MAX_NAME: Final = 256
_MAX_GIVEN: Final = 32_768
_SESS, _SUBJ, _DIGEST = 16, 32, 64


def encode(entry: Entry) -> bytes:
    """The leaf bytes of an entry; times are cut to milliseconds.

    Raises:
        FormatError: A field is not in the form of the spec, a name holds control, bidirectional or invisible characters, or the
            leaf would be too large.
    """
    data = jsontext.dump(_to_json(entry))
    decode(data)
    return data


def decode(data: bytes) -> Entry:
    """Read leaf bytes; fields that this version does not know are left aside.

    Raises:
        FormatError: A field is missing or not in the form of the spec.
    """
    obj = jsontext.load(data)
    if obj.get("v") != 1 or isinstance(obj["v"], bool):
        raise FormatError("not an entry of version 1")
    try:
        entry = _from_json(obj)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise FormatError("a field of the entry is missing or of a wrong type") from None
    if (entry.out is Out.OK) == (entry.why is not None):
        raise FormatError("a reason stands exactly where the outcome is not ok")
    return entry


def _to_json(entry: Entry) -> dict[str, Any]:
    obj: dict[str, Any] = {
        "v": 1,
        "n": entry.n,
        "id": entry.id,
        "t": jsontext.format_time(entry.t),
        "type": entry.type.value,
        "out": entry.out.value,
        "actor": {"sub": entry.actor.sub, "roles": entry.actor.roles}
        if entry.actor.roles
        else {"sub": entry.actor.sub},
        "why": entry.why,
        "skew": entry.skew,
        "sess": entry.sess,
        "req": entry.req,
        "grant": entry.grant,
        "incident": entry.incident,
        "text": entry.text,
        "reveal": entry.reveal,
        "about": entry.about,
        "kids": entry.kids or None,
        "limit": entry.limit,
        "given": entry.given,
        "subjs": entry.subjs or None,
    }
    obj |= _parts_to_json(entry)
    return {key: value for key, value in obj.items() if value is not None}


def _parts_to_json(entry: Entry) -> dict[str, Any]:
    time, parts = jsontext.format_time, dict[str, Any]()
    if (scope := entry.scope) is not None:
        span = {"from": time(scope.log_from), "to": time(scope.log_to)}
        parts["scope"] = {"services": scope.services, "kinds": scope.kinds, **span}
    if (window := entry.window) is not None:
        parts["window"] = {"from": time(window.start), "to": time(window.end)}
    if (policy := entry.policy) is not None:
        parts["policy"] = {"id": policy.rule, "rung": policy.rung.value, "hash": policy.hash}
    if entry.factor is not None:
        parts["step"] = {"factor": entry.factor}
    if (values := entry.values) is not None:
        root = {} if values.root is None else {"root": values.root}
        parts["values"] = {"count": values.count, "kinds": dict(values.kinds), **root}
    return parts


def _from_json(obj: dict[str, Any]) -> Entry:
    parts: dict[str, Any] = {name: read(obj[key]) for key, (name, read) in _READERS.items() if key in obj}
    missing = {"n", "id", "t", "type", "out", "actor"} - parts.keys()
    if missing:
        raise FormatError("a field of the entry is missing")
    return Entry(**parts)


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_NAME:
        raise FormatError("a name is empty, too long or no text")
    return value


def _json(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_GIVEN:
        raise FormatError("the input of a decision is empty, too long or no text")
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise FormatError("a list of names is not a list")
    return tuple(map(_name, value))


def _natural(value: object) -> int:
    if type(value) is not int or value < 0:
        raise FormatError("a count is not a whole number from 0")
    return value


def _matching(pattern: re.Pattern[str], length: int | None = None) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value) or (length is not None and len(value) != length):
            raise FormatError("an id or a hash is not in its form")
        return value

    return read


_digest = _matching(_HEX, _DIGEST)
_kid = _matching(_KID)
_subj = _matching(_HEX, _SUBJ)


def _actor(value: dict[str, Any]) -> Actor:
    return Actor(_name(value["sub"]), _names(value["roles"]) if "roles" in value else ())


def _scope(value: dict[str, Any]) -> Scope:
    time = jsontext.parse_time
    return Scope(_names(value["services"]), _names(value["kinds"]), time(value["from"]), time(value["to"]))


def _window(value: dict[str, Any]) -> Window:
    return Window(jsontext.parse_time(value["from"]), jsontext.parse_time(value["to"]))


def _policy(value: dict[str, Any]) -> PolicyRef:
    return PolicyRef(_name(value["id"]), Rung(value["rung"]), _digest(value["hash"]))


def _values(value: dict[str, Any]) -> ValueCount:
    kinds = {_name(kind): _natural(count) for kind, count in value["kinds"].items()}
    count = _natural(value["count"])
    if sum(kinds.values()) != count:
        raise FormatError("the count of values is not the sum over the kinds")
    return ValueCount(count, kinds, _digest(value["root"]) if "root" in value else None)


def _sorted(read: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    def read_all(value: object) -> tuple[str, ...]:
        found = tuple(map(read, _names(value)))
        if sorted(set(found)) != list(found):
            raise FormatError("key ids or pseudonyms are not sorted, or one stands twice")
        return found

    return read_all


_READERS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "n": ("n", _natural),
    "id": ("id", _matching(_UUID7)),
    "t": ("t", jsontext.parse_time),
    "type": ("type", EntryType),
    "out": ("out", Out),
    "actor": ("actor", _actor),
    "skew": ("skew", _natural),
    "sess": ("sess", _matching(_HEX, _SESS)),
    "scope": ("scope", _scope),
    "window": ("window", _window),
    "policy": ("policy", _policy),
    "text": ("text", _digest),
    "step": ("factor", lambda value: _name(value["factor"])),
    "values": ("values", _values),
    "kids": ("kids", _sorted(_kid)),
    "subjs": ("subjs", _sorted(_subj)),
    "limit": ("limit", _natural),
    "given": ("given", _json),
    **{name: (name, _name) for name in _NAMES if name != "factor"},
}
