"""What would happen if this were asked for: the rung, who could approve, and which days it would open. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.service.context import ask_sources
from milkglass.service.deciding import Decided, decide_draft
from milkglass.service.services import look

if TYPE_CHECKING:
    from datetime import date

    from milkglass.service.caller import Caller
    from milkglass.service.deciding import Wish
    from milkglass.service.services import Services


@dataclass(frozen=True, slots=True)
class Preview:
    """The policy's answer, and the UTC days whose keys the scope opens."""

    decided: Decided
    days: tuple[date, ...]


def preview_request(services: Services, caller: Caller, wish: Wish) -> Preview:
    """Ask the policy without asking for anything.

    Raises:
        UsageError: if the wish does not fit.
    """
    draft = wish.draft(caller.name)
    ask_sources(services, draft.incident, draft.scope.services)
    with look(services) as at:
        return Preview(decide_draft(services, at, caller, draft), tuple(draft.scope.key_days()))
