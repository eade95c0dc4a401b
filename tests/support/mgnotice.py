"""Notices for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from milkglass.notify.notice import Event, Notice

REASON = "customer <@U123> jo cannot pay & waits *now* <https://evil.example|here>"


def make(**changes: Any) -> Notice:
    """A notice with changes."""
    given = {
        "id": "msg_abc",
        "event": Event.PENDING,
        "at": datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        "request": "req_1",
        "requester": "ann",
        "services": ("shop",),
        "kinds": ("email", "ipv4"),
        "duration": timedelta(minutes=30),
        "approvals_needed": 1,
        "max_sensitivity": 1,
        "incident": "inc_1",
        "reason": REASON,
        "url": "https://milkglass.example.com/requests/req_1",
    }
    return Notice(**(given | changes))
