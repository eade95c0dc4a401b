"""Read requests: one's own, and everybody's for those who review, audit or administer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Role, is_same_person
from milkglass.access.request import RequestState
from milkglass.errors import UsageError
from milkglass.service.services import look
from milkglass.service.trusted import NOT_FOUND, all_requests, find_request, reviews_of

if TYPE_CHECKING:
    from milkglass.access.approval import Review
    from milkglass.access.request import AccessRequest
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

_SEES_ALL = (Role.APPROVER, Role.SECURITY, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """An answer and its note."""

    review: Review
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as it stands now; ``is_unseen`` if the glass was broken and nobody looked at that yet."""

    request: AccessRequest
    state: RequestState
    reviews: tuple[ReviewView, ...]
    grant: str | None
    is_unseen: bool = False


def list_requests(services: Services, caller: Caller, state: str | None = None) -> list[RequestView]:
    """Requests that the caller may see, the newest first.

    Args:
        services: The services.
        caller: Who asks.
        state: Only those in this state.

    Raises:
        UsageError: if there is no such state.
    """
    if state is not None and state not in set(RequestState):
        raise UsageError("there is no such state", hint=f"states are {', '.join(RequestState)}")
    with look(services) as at:
        seen = [request for request in all_requests(services, at) if _may_see(caller, request)]
        return [_view(services, at, one) for one in seen if state is None or one.state_at(at.now) == state]


def get_request(services: Services, caller: Caller, request_id: str) -> RequestView:
    """One request.

    Raises:
        UsageError: if the caller sees no such request; code ``usage.unknown``.
    """
    with look(services) as at:
        request = find_request(services, at, request_id)
        if not _may_see(caller, request):
            raise UsageError("there is no such request", code=NOT_FOUND)
        return _view(services, at, request)


def _may_see(caller: Caller, request: AccessRequest) -> bool:
    return is_same_person(request.requester, caller.name) or caller.has_any(*_SEES_ALL)


def _view(services: Services, at: Look, request: AccessRequest) -> RequestView:
    reviews = tuple(
        ReviewView(review, None if review.note_id is None else services.texts.get(at.conn, review.note_id))
        for review in reviews_of(services, at, request.id)
    )
    grant = services.rows.grant_of_request(at.conn, request.id)
    return RequestView(request, request.state_at(at.now), reviews, grant, at.facts.is_unseen(request.id))
