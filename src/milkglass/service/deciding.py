"""Shared by preview, submit and review: put a request in front of the policy as the world stands in this transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from milkglass.access.approval import check_enough_reviewers
from milkglass.access.policy import History, IncidentFacts, PolicyInput, decide, who_can_approve
from milkglass.access.principal import Role
from milkglass.access.request import AccessRequest, Draft, check_draft, max_sensitivity, submit
from milkglass.access.scope import Scope, check_aware
from milkglass.db.times import cut
from milkglass.errors import DeniedError, StateError, UsageError
from milkglass.service.caller import principals
from milkglass.service.trusted import find_incident

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from milkglass.access.decision import Decision
    from milkglass.incidents.incident import Incident
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

_LATELY = timedelta(hours=24)
_FIRST_YEAR, _LAST_YEAR = 1971, 9000


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it comes in. The reason is free text and never printed."""

    services: Collection[str]
    kinds: Collection[str]
    log_from: datetime
    log_to: datetime
    duration: timedelta
    reason: str
    incident: str | None = None
    breaks_glass: bool = False

    def __repr__(self) -> str:
        return "Wish(...)"

    def draft(self, requester: str) -> Draft:
        """The wish of this person; times are cut to milliseconds, as they are recorded.

        Raises:
            UsageError: if the scope does not fit.
        """
        begin, end = _log_time(self.log_from), _log_time(self.log_to)
        scope = Scope(frozenset(self.services), frozenset(self.kinds), begin, end)
        return Draft(requester, scope, self.duration, self.reason, self.incident, self.breaks_glass)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the policy says of a draft now, who may approve it, and what that was decided from."""

    decision: Decision
    can_approve: tuple[str, ...]
    given: PolicyInput


def decide_draft(services: Services, at: Look, caller: Caller, draft: Draft) -> Decided:
    """Check a draft and ask the policy.

    Raises:
        DeniedError: if the caller is an administrator, or too few people could approve.
        UsageError: if the draft does not fit.
        StateError: if its incident is not open.
    """
    refuse_administrators(caller)
    check_draft(draft, sensitivity=services.sensitivity, now=at.now)
    check_text(draft.reason, "the reason")
    if draft.incident is not None and not find_incident(services, at, draft.incident).is_open:
        raise StateError(f"incident {draft.incident} is resolved")
    given = _input(services, at, draft)
    decision = decide(services.policy, given)
    request = submit(draft, decision, request_id="preview", now=at.now)
    return Decided(decision, tuple(eligible(services, at, request)), given)


def decide_again(services: Services, at: Look, request: AccessRequest) -> Decision:
    """What the policy says of a request now."""
    return decide(services.policy, _input(services, at, _draft_of(request)))


def eligible(services: Services, at: Look, request: AccessRequest) -> list[str]:
    """Who may approve a request now; an administrator never."""
    people = [person for person in principals(services, at).values() if Role.ADMIN not in person.roles]
    return who_can_approve(services.policy, _input(services, at, _draft_of(request)), request.rung, people)


def check_reachable(services: Services, at: Look, request: AccessRequest) -> None:
    """Refuse a request that too few people could approve.

    Raises:
        DeniedError: saying how many it needs.
    """
    check_enough_reviewers(request, eligible(services, at, request))


def refuse_administrators(caller: Caller) -> None:
    """An administrator hands out roles, and has therefore no part in opening values.

    Raises:
        DeniedError: if the caller is one.
    """
    if caller.has_any(Role.ADMIN):
        raise DeniedError("an administrator has no part in opening values", hint="sign in with another account")


def _log_time(moment: datetime) -> datetime:
    """Cut to milliseconds, as it is recorded.

    Raises:
        UsageError: if it has no zone, or no log has ever been written then.
    """
    check_aware(moment, "the log time")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UsageError(f"the log time is not between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return cut(moment)


def _draft_of(request: AccessRequest) -> Draft:
    terms = (request.requester, request.scope, request.duration, request.reason, request.incident)
    return Draft(*terms, breaks_glass=request.breaks_glass)


def _input(services: Services, at: Look, draft: Draft) -> PolicyInput:
    incident = None if draft.incident is None else find_incident(services, at, draft.incident)
    return PolicyInput(
        requester=principals(services, at)[draft.requester],
        scope=draft.scope,
        duration=draft.duration,
        max_sensitivity=max_sensitivity(draft.scope, services.sensitivity),
        now=at.now,
        incident=None if incident is None else facts_of(incident),
        context_is_fresh=True,
        zone=services.settings.zone,
        breaks_glass=draft.breaks_glass,
        history=_history(at, draft.requester),
    )


def _history(at: Look, name: str) -> History:
    since = at.now - _LATELY
    automatic, opened = at.facts.automatic_since(name, since), at.facts.values_since(name, since)
    return History(automatic, opened, at.facts.owes_review(name))


def facts_of(incident: Incident) -> IncidentFacts:
    """What the policy may know about an incident."""
    return IncidentFacts(incident.id, incident.severity, incident.is_open, incident.services, incident.opened_by)


def check_text(text: str, what: str) -> None:
    """Refuse characters that a terminal would obey: everything that is not printable but line breaks and tabs.

    Raises:
        UsageError: naming the text, not quoting it.
    """
    if not all(char.isprintable() or char in "\n\t" for char in text):
        raise UsageError(f"{what} holds characters that cannot be printed")
