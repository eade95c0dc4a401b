"""Sessions end by the clock, and their tokens are never stored."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest

from milkglass.errors import SignInError
from milkglass.identity.sessions import ABSOLUTE, IDLE, Session, SessionEnd, hash_token, new_token, open_session

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
TOKEN = new_token(lambda size: bytes(range(size)))


def test_a_token_is_256_random_bits_in_base64url() -> None:
    """Prefix, 43 characters, and different random bytes give different tokens."""
    assert re.fullmatch(r"mgs_[A-Za-z0-9_-]{43}", TOKEN)
    assert new_token(lambda size: b"\xff" * size) == "mgs_" + "_" * 42 + "8"


def test_the_stored_session_holds_no_token() -> None:
    """Only the SHA-256 is kept; what stands in the log are its first 16 hex characters."""
    session = open_session(TOKEN, "ana", NOW)
    assert session.id_hash == hashlib.sha256(TOKEN.encode()).digest()
    assert session.audit_id == hashlib.sha256(TOKEN.encode()).hexdigest()[:16]
    assert TOKEN[4:] not in repr(session)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mgs_",
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN + "\n",
        " " + TOKEN,
        TOKEN.upper(),
        TOKEN.replace("mgs_", "mgx_"),
        TOKEN[:-1] + "=",
        TOKEN[:-1] + "\u00e9",
        TOKEN[:-1] + chr(0xD800),
        "x" * 1_000_000,
    ],
    ids=range(12),
)
def test_a_text_that_cannot_be_a_token_is_refused_without_repeating_it(text: str) -> None:
    """Malformed tokens are a sign-in error whose message does not hold them."""
    with pytest.raises(SignInError) as caught:
        hash_token(text)
    assert len(caught.value.message) < 100
    assert "mgs" not in caught.value.message


@pytest.mark.parametrize(
    ("idle", "over"),
    [(timedelta(0), None), (IDLE - TICK, None), (IDLE, SessionEnd.IDLE), (timedelta(days=99), SessionEnd.EXPIRED)],
)
def test_a_session_ends_after_an_hour_without_use(idle: timedelta, over: SessionEnd | None) -> None:
    """Half open: at one hour it is over."""
    assert open_session(TOKEN, "ana", NOW).why_over(NOW + idle) is over


def test_use_keeps_a_session_alive_for_twelve_hours_and_no_longer() -> None:
    """However often it is used, at twelve hours it is over."""
    session, now = open_session(TOKEN, "ana", NOW), NOW
    while now + timedelta(minutes=59) < NOW + ABSOLUTE:
        now += timedelta(minutes=59)
        session = session.touched(now)
    assert session.why_over(NOW + ABSOLUTE - TICK) is None
    assert session.why_over(NOW + ABSOLUTE) is SessionEnd.EXPIRED
    with pytest.raises(SignInError):
        session.touched(NOW + ABSOLUTE)


def test_a_clock_set_back_revives_nothing() -> None:
    """Use under an earlier clock does not move the session; a session far in the future is refused."""
    used = open_session(TOKEN, "ana", NOW).touched(NOW + timedelta(minutes=30))
    assert used.touched(NOW).seen_at == NOW + timedelta(minutes=30)
    assert used.why_over(NOW - timedelta(minutes=1)) is None
    assert used.why_over(NOW - timedelta(hours=1)) is SessionEnd.CLOCK


def test_an_expired_session_is_not_revived_by_use() -> None:
    """Touching checks first."""
    with pytest.raises(SignInError):
        Session(b"x" * 32, "ana", NOW, NOW).touched(NOW + IDLE)
