"""Counting failures: every fifth one locks, each lock is twice as long as the one before, and fifty in a row disable a factor.

Used for passwords and for second factors alike. The state is two columns of a table; time is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES_PER_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
FAILURES_TO_DISABLE = 50
"""Half of what NIST SP 800-63B-4 section 3.2.2 allows. Waiting does not help any more after it."""


@dataclass(frozen=True, slots=True)
class Lockout:
    """How often it went wrong since it last went right, and until when nothing is tried.

    Args:
        failures: Wrong answers since the last right one.
        locked_until: First moment at which an answer is looked at again; None if never locked.
    """

    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether an answer given now is refused unseen, even a right one."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def is_disabled(self) -> bool:
        """Whether nothing but a new enrolment helps.

        For second factors only: who knows a name alone could otherwise take an account away by guessing passwords.
        """
        return self.failures >= FAILURES_TO_DISABLE

    def after_failure(self, now: datetime) -> Lockout:
        """The state after one more wrong answer. While locked nothing is looked at, so nothing counts."""
        if self.is_locked(now):
            return self
        failures = self.failures + 1
        locks, rest = divmod(failures, FAILURES_PER_LOCK)
        return Lockout(failures, self.locked_until if rest else now + _length_of(locks))


def _length_of(nth: int) -> timedelta:
    """15 minutes, 30, 60, ... up to a day."""
    doublings = min(nth - 1, (LONGEST_LOCK // FIRST_LOCK).bit_length())
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)
