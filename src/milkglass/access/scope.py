"""What may be seen: services, kinds and log time.

Log time is enforced in whole key periods. A sealed value names its day by key id, not its second, so a scope covers a value
when the period of its key overlaps ``[log_from, log_to)``: a scope of one hour opens that whole UTC day. ``key_days`` says so
before anybody asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from milkglass.errors import UsageError

_SERVICE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)
_KIND_BYTES = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Covered:
    """The scope covers this value."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something stays sealed: a stable dotted code, and one clause for people without any value in it."""

    code: str
    reason: str


def check_aware(moment: datetime, what: str) -> None:
    """Refuse a time without a zone.

    Raises:
        UsageError: if the time is naive.
    """
    if moment.utcoffset() is None:
        raise UsageError(f"{what} has no time zone")


@dataclass(frozen=True, slots=True)
class Scope:
    """Services, kinds and a half-open range of log time.

    Args:
        services: At least one service name (``docs/spec/sealed-value.md`` section 2).
        kinds: At least one kind name.
        log_from: First moment of log time, with zone.
        log_to: First moment after it, with zone.

    Raises:
        UsageError: if anything is empty, misnamed, naive or back to front. Empty never means everything.
    """

    services: frozenset[str]
    kinds: frozenset[str]
    log_from: datetime
    log_to: datetime

    def __post_init__(self) -> None:
        _check_names(self.services, _SERVICE, "service", 63)
        _check_names(self.kinds, _KIND, "kind", _KIND_BYTES)
        check_aware(self.log_from, "the start of the log time")
        check_aware(self.log_to, "the end of the log time")
        if self.log_from >= self.log_to:
            raise UsageError("the log time ends before it begins")

    @property
    def log_range(self) -> timedelta:
        """How much log time is asked for."""
        return self.log_to - self.log_from

    def key_days(self) -> list[date]:
        """The UTC days whose keys this scope opens, in order: what is really given out."""
        first = self.log_from.astimezone(UTC).date()
        last = (self.log_to - timedelta(microseconds=1)).astimezone(UTC).date()
        return [first + _DAY * n for n in range((last - first).days + 1)]

    def holds(self, other: Scope) -> bool:
        """Whether everything in another scope is in here."""
        return (
            other.services <= self.services
            and other.kinds <= self.kinds
            and self.log_from <= other.log_from
            and other.log_to <= self.log_to
        )

    def covers(self, service: str, kind: str, period_from: datetime, period_to: datetime) -> Covered | Refusal:
        """Whether a value of this kind, sealed for this service in this key period, is inside.

        Args:
            service: Service of the key.
            kind: Kind of the value.
            period_from: First moment of the key's period.
            period_to: First moment after it.
        """
        if kind not in self.kinds:
            return Refusal("access.scope.kind", f"kind {kind} is outside the grant")
        if service not in self.services:
            return Refusal("access.scope.service", f"service {service} is outside the grant")
        if not (period_from < period_to and period_from < self.log_to and self.log_from < period_to):
            return Refusal("access.scope.day", "the day of this value is outside the log time of the grant")
        return Covered()


def _check_names(names: frozenset[str], form: re.Pattern[str], what: str, longest: int) -> None:
    if not names:
        raise UsageError(f"a scope needs at least one {what}", hint=f"name each {what}; empty never means all")
    if any(len(name) > longest or not form.fullmatch(name) for name in names):
        raise UsageError(f"a {what} name in the scope is not well formed")
