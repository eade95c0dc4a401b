"""What would happen if this were asked for: the rung, who could approve, which days it would open, and what would help. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.access.helping import Hint, what_would_help
from milkglass.access.principal import is_same_person
from milkglass.access.request import RequestState
from milkglass.service.deciding import Decided, decide_draft, facts_of
from milkglass.service.services import look
from milkglass.service.trusted import all_incidents, all_requests, check_grant, incident_is_open

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from milkglass.access.scope import Scope
    from milkglass.service.caller import Caller
    from milkglass.service.deciding import Wish
    from milkglass.service.services import Look, Services

_MOST_INCIDENTS = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """The policy's answer, the UTC days whose keys the scope opens, changes that lead lower, and what covers the wish already.

    Args:
        decided: The answer.
        days: The days.
        hints: The changes.
        covered_by: Ids of grants of the caller that are open, and of requests that wait, which cover all of it.
    """

    decided: Decided
    days: tuple[date, ...]
    hints: tuple[Hint, ...]
    covered_by: tuple[str, ...]


def preview_request(services: Services, caller: Caller, wish: Wish) -> Preview:
    """Ask the policy without asking for anything.

    Raises:
        UsageError: if the wish does not fit.
    """
    draft = wish.draft(caller.name)
    with look(services) as at:
        decided = decide_draft(services, at, caller, draft)
        open_ones = [facts_of(incident) for incident in all_incidents(services, at) if incident.is_open]
        hints = what_would_help(
            services.policy, decided.given, sensitivity=services.sensitivity, incidents=open_ones[:_MOST_INCIDENTS]
        )
        covered_by = tuple(_covering(services, at, caller.name, draft.scope))
        return Preview(decided, tuple(draft.scope.key_days()), tuple(hints), covered_by)


def _covering(services: Services, at: Look, name: str, scope: Scope) -> Iterator[str]:
    """Live grants first, then requests that wait."""
    for grant in services.rows.grants_of_holder(at.conn, name):
        is_open = grant.incident is None or incident_is_open(services, at, grant)
        if check_grant(at, grant).is_usable(at.now, incident_open=is_open) and grant.scope.holds(scope):
            yield grant.id
    for request in all_requests(services, at):
        is_mine = is_same_person(request.requester, name)
        if is_mine and request.state_at(at.now) is RequestState.PENDING and request.scope.holds(scope):
            yield request.id
