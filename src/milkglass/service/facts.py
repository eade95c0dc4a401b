"""What the entries of the log say about sessions, grants, second factors, and how often a row was written. A fold; no IO.

Every fact keeps the index of its entry, so that it can be asked as of the state of the log that a transaction sees: another
thread may have read further in between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.audit.entry import Entry, EntryType, Out, Rung
from milkglass.identity.lockout import Lockout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milkglass.audit.entry import Scope, Window

_ENDS = {
    EntryType.GRANT_REVOKE: "revoked",
    EntryType.GRANT_RETURN: "returned",
    EntryType.GRANT_END: "incident",
}
_ISSUES = {EntryType.GRANT_ISSUE, EntryType.GRANT_BREAK_GLASS}
_DECIDES = {EntryType.REQUEST_WITHDRAW, EntryType.REVIEW_DENY, *_ISSUES}
_REVIEWS = {EntryType.REVIEW_APPROVE, EntryType.REVIEW_DENY, EntryType.REVIEW_BREAK_GLASS}
_UNLOCKS = {EntryType.STEPUP_OK, EntryType.FACTOR_ENROL}


class Counted(StrEnum):
    """What is counted of a thing: each time one of these is written, the log has an entry."""

    ACCOUNT = "account"
    ON_CALL = "on_call"
    RESOLVED = "resolved"
    REVIEWS = "reviews"
    DECIDED = "decided"
    CODES = "codes"
    ENROLLED = "enrolled"
    KEYS_MADE = "keys_made"
    KEYS_SHREDDED = "keys_shredded"
    SEARCHES = "searches"


@dataclass(frozen=True, slots=True)
class GrantEnd:
    """An early end: index of its entry, when, why."""

    n: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class IssuedGrant:
    """A grant as its entries say; ``n`` is the index of its issue."""

    n: int
    holder: str
    request: str | None
    scope: Scope
    window: Window
    incident: str | None
    max_values: int | None = None
    end: GrantEnd | None = None
    values_opened: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody asked that a person be put beyond reach; ``done`` once a second person confirmed it.

    Args:
        n: Index of the request.
        id: Its id.
        asked_by: Who asked.
        asked_at: When.
        kinds: How many identifiers, by kind.
        subjs: Pseudonyms under the key of the deny-list, and of rows whose content is to go.
        done: Index of the confirmation.
        done_by: Who confirmed.
        done_at: When.
    """

    n: int
    id: str
    asked_by: str
    asked_at: datetime
    kinds: Mapping[str, int]
    subjs: tuple[str, ...]
    done: int | None = None
    done_by: str | None = None
    done_at: datetime | None = None


@dataclass(slots=True)
class Facts:
    """What entries said so far. Feed them in order by ``note``."""

    policy_hash: str | None = None
    _grants: dict[str, IssuedGrant] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)
    _step_ups: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _lockouts: dict[str, Lockout] = field(default_factory=dict)
    _erasures: dict[str, Erasure] = field(default_factory=dict)
    _erased: dict[str, datetime] = field(default_factory=dict)
    _automatic: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    _opened: defaultdict[str, list[tuple[datetime, int]]] = field(default_factory=lambda: defaultdict(list))
    _broken: dict[str, str] = field(default_factory=dict)
    _written: defaultdict[tuple[Counted, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def grant(self, grant_id: str, size: int) -> IssuedGrant | None:
        """The grant of this id, as a log of this size says."""
        known = self._grants.get(grant_id)
        if known is None or known.n >= size:
            return None
        return replace(known, end=None) if known.end is not None and known.end.n >= size else known

    def session_holder(self, sess: str) -> str | None:
        """Whose session this is, if it was opened and not closed."""
        return self._sessions.get(sess)

    def stepped_up_at(self, grant_id: str, sess: str) -> datetime | None:
        """When a second factor was given for this grant in this session, if the session was not closed."""
        return self._step_ups.get((grant_id, sess))

    def is_stepped_up(self, grant_id: str) -> bool:
        """Whether a second factor was given for this grant in a session that was not closed."""
        return any(grant == grant_id for grant, _ in tuple(self._step_ups))

    def factor_lockout(self, name: str) -> Lockout:
        """How many codes of this account were refused since one was accepted, whatever the session or grant."""
        return self._lockouts.get(name, Lockout())

    def automatic_since(self, name: str, since: datetime) -> int:
        """How many grants of this person opened by themselves since then."""
        times = self._automatic.get(name, ())
        return len(times) - bisect_left(times, since)

    def values_since(self, name: str, since: datetime) -> int:
        """How many values this person opened since then."""
        opened = self._opened.get(name, ())
        return sum(count for _, count in opened[bisect_left(opened, (since, 0)) :])

    def owes_review(self, name: str) -> bool:
        """Whether this person broke the glass and nobody has looked at that yet."""
        return name in self._broken.values()

    def is_unseen(self, request_id: str) -> bool:
        """Whether the glass was broken with this request and nobody has looked at that yet."""
        return request_id in self._broken

    def count(self, what: Counted, name: str, size: int) -> int:
        """How often this was written, as a log of this size says."""
        return bisect_left(self._written.get((what, name), ()), size)

    def erasures(self, size: int) -> list[Erasure]:
        """Every erasure asked for, oldest first, as a log of this size says."""
        known = [one for one in self._erasures.values() if one.n < size]
        return [
            one if one.done is None or one.done < size else replace(one, done=None, done_by=None, done_at=None)
            for one in known
        ]

    def erased_at(self, subject: str) -> datetime | None:
        """When this pseudonym was put beyond reach. Errs to the side of refusing: also if this state is a moment older."""
        return self._erased.get(subject)

    def note(self, entry: Entry) -> None:
        """Take in the next entry."""
        self._note_refused(entry)
        if entry.out is Out.OK:
            self._note_session(entry)
            self._note_grant(entry)
            self._note_written(entry)
            self._note_evidence(entry)
            self._note_erasure(entry)
            if entry.type is EntryType.POLICY_LOAD:
                self.policy_hash = entry.about

    def _note_refused(self, entry: Entry) -> None:
        name = entry.actor.sub
        if entry.type is EntryType.STEPUP_REFUSE:
            self._lockouts[name] = self.factor_lockout(name).after_failure(entry.t)
        elif entry.type is EntryType.REQUEST_DECIDE and entry.out is not Out.OK:
            self._count(Counted.DECIDED, entry.req, entry.n)
        elif entry.type is EntryType.REVIEW_BREAK_GLASS and entry.req is not None:
            self._broken.pop(entry.req, None)
            if entry.out is not Out.OK:
                self._count(Counted.REVIEWS, entry.req, entry.n)

    def _note_session(self, entry: Entry) -> None:
        if entry.type in _UNLOCKS:
            self._lockouts.pop(entry.actor.sub, None)
        if entry.sess is None:
            return
        if entry.type is EntryType.SESSION_OPEN:
            self._sessions[entry.sess] = entry.actor.sub
        elif entry.type is EntryType.SESSION_CLOSE:
            self._sessions.pop(entry.sess, None)
            for key in [key for key in self._step_ups if key[1] == entry.sess]:
                del self._step_ups[key]
        elif entry.type is EntryType.STEPUP_OK and entry.grant is not None:
            self._step_ups[entry.grant, entry.sess] = entry.t

    def _note_grant(self, entry: Entry) -> None:
        if entry.grant is None:
            return
        if entry.type in _ISSUES and entry.about and entry.scope and entry.window:
            terms = (entry.about, entry.req, entry.scope, entry.window, entry.incident, entry.limit)
            self._grants.setdefault(entry.grant, IssuedGrant(entry.n, *terms))
            self._note_rung(entry, entry.about)
            return
        known = self._grants.get(entry.grant)
        if known is None:
            return
        if entry.type in _ENDS and known.end is None:
            known = replace(known, end=GrantEnd(entry.n, entry.t, _ENDS[entry.type]))
        elif entry.type is EntryType.REVEAL_RESULT and entry.values is not None:
            known = replace(known, values_opened=known.values_opened + entry.values.count)
            self._opened[entry.actor.sub].append((entry.t, entry.values.count))
        self._grants[entry.grant] = known

    def _note_rung(self, entry: Entry, holder: str) -> None:
        if entry.type is EntryType.GRANT_BREAK_GLASS and entry.req is not None:
            self._broken[entry.req] = holder
        elif entry.policy is not None and entry.policy.rung is Rung.AUTOMATIC:
            self._automatic[holder].append(entry.t)

    def _note_written(self, entry: Entry) -> None:
        if entry.type in {EntryType.ACCOUNT_ADD, EntryType.ACCOUNT_CHANGE}:
            self._count(Counted.ACCOUNT, entry.about, entry.n)
        elif entry.type is EntryType.ONCALL_CHANGE:
            self._count(Counted.ON_CALL, entry.about, entry.n)
        elif entry.type is EntryType.INCIDENT_RESOLVE:
            self._count(Counted.RESOLVED, entry.incident, entry.n)
        if entry.type is EntryType.FACTOR_ENROL:
            self._count(Counted.ENROLLED, entry.actor.sub, entry.n)
        if entry.type in _UNLOCKS:
            self._count(Counted.CODES, entry.actor.sub, entry.n)
        if entry.type in _REVIEWS:
            self._count(Counted.REVIEWS, entry.req, entry.n)
        if entry.type in _DECIDES:
            self._count(Counted.DECIDED, entry.req, entry.n)

    def _note_erasure(self, entry: Entry) -> None:
        name = entry.about or ""
        if entry.type is EntryType.ERASE_REQUEST:
            kinds = entry.values.kinds if entry.values else {}
            asked = Erasure(entry.n, name, entry.actor.sub, entry.t, kinds, entry.subjs)
            self._erasures.setdefault(name, asked)
        elif entry.type is EntryType.ERASE_DONE:
            known = self._erasures.get(name)
            if known is not None and known.done is None:
                self._erasures[name] = replace(known, done=entry.n, done_by=entry.actor.sub, done_at=entry.t)
            for subject in entry.subjs:
                self._erased.setdefault(subject, entry.t)

    def _note_evidence(self, entry: Entry) -> None:
        if entry.type is EntryType.KEYS_CREATE:
            self._count(Counted.KEYS_MADE, entry.about, entry.n)
        elif entry.type is EntryType.KEYS_SHRED:
            self._count(Counted.KEYS_SHREDDED, entry.about, entry.n)
        elif entry.type is EntryType.SEARCH_INTENT:
            self._count(Counted.SEARCHES, f"{entry.actor.sub} {entry.t:%Y-%m-%d}", entry.n)

    def _count(self, what: Counted, name: str | None, n: int) -> None:
        if name is not None:
            self._written[what, name].append(n)
