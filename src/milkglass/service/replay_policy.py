"""Read decisions: why a request stands where it does, and what a draft of the policy would have answered. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from milkglass.access import given as inputs
from milkglass.access.decision import Rung
from milkglass.access.policy import PolicySet
from milkglass.access.principal import Role, is_same_person
from milkglass.access.replay import Change, Past, replay
from milkglass.audit.entry import EntryType
from milkglass.errors import FormatError, UsageError
from milkglass.service.deciding import decide_again
from milkglass.service.services import look
from milkglass.service.trusted import NOT_FOUND, find_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from milkglass.access.decision import Decision
    from milkglass.audit.entry import Entry
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

MOST_DAYS = 366
_LONGEST_POLICY = 500_000
_READS = (Role.SECURITY, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many decisions were looked at, and those that would be others."""

    decisions: int
    changes: tuple[Change, ...]


def explain_request(services: Services, caller: Caller, request_id: str) -> Decision:
    """What the policy says of a request now, with its reasons.

    Raises:
        UsageError: if the caller sees no such request; code ``usage.unknown``.
    """
    with look(services) as at:
        request = find_request(services, at, request_id)
        if not (is_same_person(request.requester, caller.name) or caller.has_any(*_READS, Role.APPROVER)):
            raise UsageError("there is no such request", code=NOT_FOUND)
        return decide_again(services, at, request)


def replay_policy(services: Services, caller: Caller, text: str, *, days: int) -> Replayed:
    """Ask a draft again what was asked of the policy.

    Args:
        services: The services.
        caller: Security, an auditor or an administrator.
        text: The draft.
        days: How far back, 1 to 366.

    Raises:
        DeniedError: if the caller may not.
        UsageError: if the draft or the days are out of bounds.
        RulesetError: if the draft does not fit.
    """
    caller.require(*_READS)
    if not 1 <= days <= MOST_DAYS or len(text) > _LONGEST_POLICY:
        raise UsageError(f"a replay goes back 1 to {MOST_DAYS} days with a policy of {_LONGEST_POLICY} characters")
    draft = PolicySet.load(text, file="draft")
    with look(services) as at:
        past = list(_decisions(services.log.entries(at.conn), at.now - timedelta(days=days)))
    return Replayed(len(past), tuple(replay(draft, past)))


def _decisions(entries: Sequence[Entry], since: datetime) -> Iterator[Past]:
    for entry in entries:
        is_one = entry.type is EntryType.REQUEST_DECIDE and entry.t >= since
        if is_one and entry.req is not None and entry.policy is not None and entry.given is not None:
            try:
                given = inputs.read(entry.given)
            except FormatError:
                continue
            yield Past(entry.req, given, Rung(entry.policy.rung.value), entry.policy.rule)
