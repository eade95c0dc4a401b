"""Asking: a draft as written, and the access request that stands after it was checked and decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.access.decision import Decision, Rung
from milkglass.access.principal import is_same_person
from milkglass.access.scope import Scope, check_aware
from milkglass.errors import DeniedError, StateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=12)
REVIEW_WITHIN = timedelta(hours=72)
"""When somebody has to have looked at a broken glass."""
PENDING_LIFETIME = timedelta(hours=4)
"""How long a request waits for its reviewers. Approval never goes stale, because waiting does."""
CREDENTIAL = 4
"""The sensitivity of kinds that never open."""
_REASON_CHARACTERS = 2000
_MOST_SERVICES = 50
_MOST_LOG_TIME = timedelta(days=366)
_LOG_TIME_AHEAD = timedelta(days=2)


class RequestState(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as written. The reason is free text and never printed."""

    requester: str
    scope: Scope
    duration: timedelta
    reason: str = field(repr=False)
    incident: str | None = None
    breaks_glass: bool = False


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A request as decided.

    Args:
        id: Its id.
        requester: Who asked.
        scope: What for.
        duration: For how long, from the approval on.
        reason: Why, in the requester's words; never printed.
        incident: Id of the incident it is for; the grant ends with it.
        created_at: When it was asked.
        state: Where it stands as stored; ``state_at`` knows the clock.
        rung: What the policy answered when it was asked.
        rule: Id of the rule that decided.
        because: That rule's words.
        policy_hash: Hex SHA-256 of the policy text that decided.
    """

    id: str
    requester: str
    scope: Scope
    duration: timedelta
    reason: str = field(repr=False)
    incident: str | None
    created_at: datetime
    state: RequestState
    rung: Rung
    rule: str
    because: str
    policy_hash: str = ""

    @property
    def approvals_needed(self) -> int:
        """How many distinct people must agree."""
        return self.rung.approvals_needed

    @property
    def breaks_glass(self) -> bool:
        """Whether it opened at once, to be looked at afterwards."""
        return self.rung is Rung.BREAK_GLASS

    @property
    def expires_at(self) -> datetime:
        """From when on nobody may answer it any more."""
        return self.created_at + PENDING_LIFETIME

    def state_at(self, now: datetime) -> RequestState:
        """The state by the clock: pending turns into expired without anybody writing it down."""
        if self.state is RequestState.PENDING and now >= self.expires_at:
            return RequestState.EXPIRED
        return self.state

    def moved_to(self, state: RequestState, now: datetime) -> AccessRequest:
        """The request in its final state; only a pending one moves.

        Raises:
            StateError: if it is not pending any more, or ``state`` is pending.
        """
        check_pending(self, now)
        if state is RequestState.PENDING:
            raise StateError("a request cannot move back to pending")
        return replace(self, state=state)


def check_draft(draft: Draft, *, sensitivity: Mapping[str, int], now: datetime) -> None:
    """Refuse a draft outside the product's limits, whatever the policy says.

    Args:
        draft: As written.
        sensitivity: Of every known kind, 1 to 4.
        now: Server clock.

    Raises:
        UsageError: naming the first thing that does not fit.
    """
    check_aware(now, "the clock")
    if draft.scope.kinds - sensitivity.keys():
        raise UsageError("a kind in the scope is unknown", hint="ask only for kinds that `milkglass detect` names")
    if not draft.reason.strip():
        raise UsageError("a request needs a reason", hint="say what you need the values for")
    if len(draft.reason) > _REASON_CHARACTERS:
        raise UsageError(f"the reason is longer than {_REASON_CHARACTERS} characters")
    if not SHORTEST <= draft.duration <= LONGEST:
        raise UsageError("the duration is not between 1 minute and 12 hours")
    _check_breadth(draft.scope, now)


def _check_breadth(scope: Scope, now: datetime) -> None:
    if len(scope.services) > _MOST_SERVICES:
        raise UsageError(f"a request names at most {_MOST_SERVICES} services")
    if scope.log_range > _MOST_LOG_TIME:
        raise UsageError("the log time is longer than 366 days")
    if scope.log_from > now:
        raise UsageError("the log time begins in the future")
    if scope.log_to > now + _LOG_TIME_AHEAD:
        raise UsageError("the log time ends more than two days from now")


def max_sensitivity(scope: Scope, sensitivity: Mapping[str, int]) -> int:
    """The highest sensitivity in a scope; a kind nobody knows counts as a credential."""
    return max(sensitivity.get(kind, CREDENTIAL) for kind in scope.kinds)


def submit(draft: Draft, decision: Decision, *, request_id: str, now: datetime) -> AccessRequest:
    """The request that follows from a checked draft and its decision.

    A denied one is kept as denied, an automatic one and a broken glass as approved; the rest is pending. The duration is never more than
    the decision allows.
    """
    states = {
        Rung.AUTOMATIC: RequestState.APPROVED,
        Rung.BREAK_GLASS: RequestState.APPROVED,
        Rung.DENIED: RequestState.DENIED,
    }
    return AccessRequest(
        id=request_id,
        requester=draft.requester,
        scope=draft.scope,
        duration=min(draft.duration, decision.max_duration),
        reason=draft.reason,
        incident=draft.incident,
        created_at=now,
        state=states.get(decision.rung, RequestState.PENDING),
        rung=decision.rung,
        rule=decision.rule_id,
        because=decision.because,
        policy_hash=decision.policy_hash,
    )


def check_pending(request: AccessRequest, now: datetime) -> None:
    """Refuse to go on with a request that is not waiting for anybody.

    Raises:
        StateError: naming the state it is in.
    """
    state = request.state_at(now)
    if state is not RequestState.PENDING:
        raise StateError(f"request {request.id} is {state}, not pending", hint="ask again with a new request")


def check_may_withdraw(request: AccessRequest, name: str, now: datetime) -> None:
    """Refuse anybody but the requester, and any request that is not pending.

    Raises:
        DeniedError: if somebody else asks.
        StateError: if it is decided already.
    """
    if not is_same_person(request.requester, name):
        raise DeniedError(f"only its requester withdraws request {request.id}")
    check_pending(request, now)
