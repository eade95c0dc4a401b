"""Five failures lock, and each lock is twice as long as the one before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from milkglass.identity.lockout import FAILURES_PER_LOCK, FIRST_LOCK, LONGEST_LOCK, Lockout

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def fail(lockout: Lockout, times: int, now: datetime = NOW) -> Lockout:
    """The state after so many failures at one moment."""
    for _ in range(times):
        lockout = lockout.after_failure(now)
    return lockout


def test_four_failures_lock_nothing_and_the_fifth_does() -> None:
    """The lock begins at the fifth failure and ends exactly 15 minutes later."""
    assert not fail(Lockout(), FAILURES_PER_LOCK - 1).is_locked(NOW)
    locked = fail(Lockout(), FAILURES_PER_LOCK)
    assert locked.is_locked(NOW)
    assert locked.is_locked(NOW + FIRST_LOCK - timedelta(microseconds=1))
    assert not locked.is_locked(NOW + FIRST_LOCK)


def test_while_locked_nothing_counts() -> None:
    """Answers during a lock are not looked at, so nobody can keep somebody else locked for ever by asking on."""
    locked = fail(Lockout(), FAILURES_PER_LOCK)
    assert fail(locked, 1000) == locked


def test_each_lock_is_twice_as_long_up_to_a_day() -> None:
    """15, 30, 60 minutes and so on; never more than a day, and no number is too large."""
    lockout, now, lengths = Lockout(), NOW, []
    for _ in range(12):
        lockout = fail(lockout, FAILURES_PER_LOCK, now)
        assert lockout.locked_until is not None
        lengths.append(lockout.locked_until - now)
        now = lockout.locked_until
    assert lengths[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert lengths == sorted(lengths)
    assert lengths[-1] == LONGEST_LOCK
    assert fail(Lockout(failures=10**9 - 1), 1).locked_until == NOW + LONGEST_LOCK


def test_after_a_lock_the_count_goes_on() -> None:
    """Waiting forgives nothing; only a right answer does, by starting from an empty state."""
    locked = fail(Lockout(), FAILURES_PER_LOCK)
    later = NOW + timedelta(days=3)
    assert locked.after_failure(later).failures == FAILURES_PER_LOCK + 1
    assert not Lockout().is_locked(NOW)


def test_a_clock_set_back_does_not_unlock() -> None:
    """An earlier clock makes a lock longer, never shorter."""
    assert fail(Lockout(), FAILURES_PER_LOCK).is_locked(NOW - timedelta(days=1))


def test_a_day_of_guessing_is_few_guesses() -> None:
    """Somebody who knows the password and guesses codes without pause gets fewer than 50 tries on the first day."""
    lockout, now, tries = Lockout(), NOW, 0
    while now < NOW + timedelta(days=1):
        lockout, tries = lockout.after_failure(now), tries + 1
        if lockout.locked_until is not None:
            now = max(now, lockout.locked_until)
    assert tries < 50
