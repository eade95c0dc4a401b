"""The time-boxed right. Its end is computed from the clock at each use and stands in no timer that could be missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.access.approval import Tally, TallyState
from milkglass.access.request import AccessRequest, RequestState
from milkglass.access.scope import Scope, check_aware
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.access.decision import Decision


class GrantState(StrEnum):
    """Where a grant stands."""

    NOT_YET = "not_yet"
    WAITING_STEP_UP = "waiting_step_up"
    OPEN = "open"
    ENDED = "ended"


class EndedWhy(StrEnum):
    """What ended a grant."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    RETURNED = "returned"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Grant:
    """The right of one person to open what a scope covers, from ``not_before`` until, and without, ``expires_at``.

    At most ``max_values`` values, if that is set.

    Raises:
        UsageError: if a time has no zone, the window is empty, or only one of ``ended_at`` and ``ended_why`` is given.
    """

    id: str
    request_id: str
    holder: str
    scope: Scope
    not_before: datetime
    expires_at: datetime
    incident: str | None = None
    ended_at: datetime | None = None
    ended_why: EndedWhy | None = None
    max_values: int | None = None

    def __post_init__(self) -> None:
        check_aware(self.not_before, "the start of the grant")
        check_aware(self.expires_at, "the end of the grant")
        if self.max_values is not None and self.max_values < 1:
            raise UsageError("a grant that opens no value")
        if self.not_before >= self.expires_at:
            raise UsageError("a grant ends before it begins")
        if (self.ended_at is None) != (self.ended_why is None):
            raise UsageError("a grant that ended has both a time and a cause")
        if self.ended_at is not None:
            check_aware(self.ended_at, "the time at which the grant ended")

    @property
    def ends_at(self) -> datetime:
        """The end as known now: the earlier of expiry and early end."""
        return self.expires_at if self.ended_at is None else min(self.expires_at, self.ended_at)

    def why_ended(self, now: datetime, *, incident_open: bool) -> EndedWhy | None:
        """What ended this grant, or None if it has not ended.

        An end that was written down stands whatever the clock says: setting it back opens nothing again.

        Args:
            now: Server clock.
            incident_open: Whether the grant's incident is open; has no meaning for a grant without one. Pass False when
                nobody can tell.
        """
        if self.ended_at is not None:
            return self.ended_why
        if now >= self.expires_at:
            return EndedWhy.EXPIRED
        return EndedWhy.INCIDENT if self.incident is not None and not incident_open else None

    def is_usable(self, now: datetime, *, incident_open: bool) -> bool:
        """Whether the window is open; who uses it and the step-up are ``reveal.authorise``'s."""
        return now >= self.not_before and self.why_ended(now, incident_open=incident_open) is None

    def state(self, now: datetime, *, incident_open: bool, stepped_up: bool) -> GrantState:
        """Where the grant stands, for people to read."""
        if self.why_ended(now, incident_open=incident_open) is not None:
            return GrantState.ENDED
        if now < self.not_before:
            return GrantState.NOT_YET
        return GrantState.OPEN if stepped_up else GrantState.WAITING_STEP_UP

    def ended(self, why: EndedWhy, now: datetime) -> Grant:
        """The grant with its end written down. Touches no other grant, and nothing makes it longer again.

        Expiry needs nobody to write it down; who sees it first may, and then a clock set back reopens nothing.

        Raises:
            StateError: if it has ended already; for expiry, if its end was written down or has not come yet.
        """
        check_aware(now, "the clock")
        has_expired = now >= self.expires_at
        if self.ended_at is not None or has_expired is not (why is EndedWhy.EXPIRED):
            raise StateError(
                f"grant {self.id} has {'ended already' if self.ended_at or has_expired else 'not expired'}"
            )
        return replace(self, ended_at=self.expires_at if has_expired else now, ended_why=why)


def issue(request: AccessRequest, tally: Tally, decision: Decision, *, grant_id: str, now: datetime) -> Grant:
    """The grant that follows from an approved request. The clock starts here, so no approval is kept for later.

    Args:
        request: Pending, or approved by the automatic rung at this very moment.
        tally: Of its reviews, counted now.
        decision: What the policy says **now**; the world may have changed since the request was written.
        grant_id: Id of the new grant.
        now: Server clock.

    Raises:
        StateError: if the request is not waiting for this, or the reviews do not approve it.
        DeniedError: if the policy, asked again, needs more approvals than there are.
    """
    _check_issuable(request, now)
    if tally.state is not TallyState.APPROVED or len(tally.counted) < request.approvals_needed:
        raise StateError(f"request {request.id} is not approved")
    if decision.is_denied or len(tally.counted) < decision.approvals_needed:
        raise DeniedError(f"the policy does not allow request {request.id} any more", hint="ask again")
    return Grant(
        id=grant_id,
        request_id=request.id,
        holder=request.requester,
        scope=tally.scope,
        not_before=now,
        expires_at=now + min(request.duration, tally.duration, decision.max_duration),
        incident=request.incident,
        max_values=decision.max_values,
    )


def _check_issuable(request: AccessRequest, now: datetime) -> None:
    state = request.state_at(now)
    is_automatic = state is RequestState.APPROVED and request.approvals_needed == 0 and now == request.created_at
    if state is not RequestState.PENDING and not is_automatic:
        raise StateError(f"request {request.id} is {state}; no grant follows from it")
