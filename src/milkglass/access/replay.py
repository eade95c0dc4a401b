"""What another policy would have answered to the requests of the past, from the inputs that the log holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.access.policy import decide

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from milkglass.access.decision import Rung
    from milkglass.access.entities import PolicyInput
    from milkglass.access.policy import PolicySet


@dataclass(frozen=True, slots=True)
class Past:
    """A decision of the past.

    Args:
        request: Id of the request.
        given: What it was made from.
        rung: What was answered.
        rule: By which rule.
    """

    request: str
    given: PolicyInput
    rung: Rung
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """A request to which a draft answers otherwise."""

    request: str
    who: str
    asked_at: datetime
    before: tuple[Rung, str]
    after: tuple[Rung, str]

    @property
    def is_wider(self) -> bool:
        """Whether the draft asks for less than was asked for then."""
        return self.after[0].height < self.before[0].height


def replay(draft: PolicySet, past: Iterable[Past]) -> list[Change]:
    """The decisions that would be others under a draft, in order."""
    found = []
    for one in past:
        decision = decide(draft, one.given)
        if decision.rung is not one.rung:
            answers = (one.rung, one.rule), (decision.rung, decision.rule_id)
            found.append(Change(one.request, one.given.requester.name, one.given.now, *answers))
    return found
