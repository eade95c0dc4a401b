"""``/v1/requests``: preview, submit, list, review, withdraw."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BeforeValidator, Field

from milkglass.access.approval import Answer
from milkglass.access.request import REVIEW_WITHIN
from milkglass.service.deciding import Wish
from milkglass.service.list_requests import RequestView, ReviewView, get_request, list_requests
from milkglass.service.preview_request import preview_request
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.submit_request import submit_request
from milkglass.service.withdraw_request import withdraw_request
from milkglass.web.api.common import Body, Server, Signed, moment

router = APIRouter()
_MOST_MINUTES = 100_000
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _as_text(given: object) -> str:
    """Nothing but a time with a zone in writing: numbers and bare dates are not guessed at."""
    if not isinstance(given, str) or not _RFC3339.fullmatch(given):
        raise ValueError("not a time")
    return given


_Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text)]
_Minutes = Annotated[int, Field(ge=-_MOST_MINUTES, le=_MOST_MINUTES)]


class NewRequest(Body):
    """What is asked for."""

    services: list[str] = Field(max_length=200)
    kinds: list[str] = Field(max_length=200)
    log_from: _Moment = Field(alias="from")
    log_to: _Moment = Field(alias="to")
    minutes: _Minutes
    reason: str = Field(max_length=20_000)
    incident: str | None = Field(default=None, max_length=256)
    break_glass: bool = False

    def wish(self) -> Wish:
        """As the service takes it."""
        return Wish(
            services=self.services,
            kinds=self.kinds,
            log_from=self.log_from,
            log_to=self.log_to,
            duration=timedelta(minutes=self.minutes),
            reason=self.reason,
            incident=self.incident,
            breaks_glass=self.break_glass,
        )


class NewReview(Body):
    """An answer, a note, a shorter duration, and fewer services or kinds."""

    answer: Literal["approve", "deny"]
    note: str | None = Field(default=None, max_length=20_000)
    minutes: _Minutes | None = None
    services: list[str] | None = Field(default=None, max_length=200)
    kinds: list[str] | None = Field(default=None, max_length=200)

    def verdict(self) -> Verdict:
        """As the service takes it."""
        shorter = None if self.minutes is None else timedelta(minutes=self.minutes)
        services, kinds = (None if names is None else frozenset(names) for names in (self.services, self.kinds))
        return Verdict(Answer(self.answer), self.note or "", shorter, services, kinds)


@router.post("/requests/preview")
def post_preview(body: NewRequest, services: Server, caller: Signed) -> dict[str, Any]:
    """What the policy would say; writes nothing."""
    preview = preview_request(services, caller, body.wish())
    decision = preview.decided.decision
    return {
        "rung": decision.rung.value,
        "rule": decision.rule_id,
        "title": decision.title,
        "because": decision.because,
        "minutes": decision.max_duration // timedelta(minutes=1),
        "max_values": decision.max_values,
        "approvals_needed": decision.approvals_needed,
        "can_approve": list(preview.decided.can_approve),
        "days": [day.isoformat() for day in preview.days],
        "would_help": [{"change": hint.change, "rung": hint.rung.value} for hint in preview.hints],
        "covered_by": list(preview.covered_by),
    }


@router.post("/requests", status_code=201)
def post_request(body: NewRequest, services: Server, caller: Signed) -> dict[str, Any]:
    """Ask for access."""
    request_id = submit_request(services, caller, body.wish())
    return _to_json(get_request(services, caller, request_id))


@router.get("/requests")
def get_requests(
    services: Server, caller: Signed, state: Annotated[str | None, Query(max_length=32)] = None
) -> list[dict[str, Any]]:
    """Requests that the caller may see."""
    return [_to_json(view) for view in list_requests(services, caller, state)]


@router.get("/requests/{request_id}")
def get_one(request_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """One request."""
    return _to_json(get_request(services, caller, request_id))


@router.post("/requests/{request_id}/reviews", status_code=201)
def post_review(request_id: str, body: NewReview, services: Server, caller: Signed) -> dict[str, Any]:
    """Answer a request."""
    review_request(services, caller, request_id, body.verdict())
    return _to_json(get_request(services, caller, request_id))


@router.post("/requests/{request_id}/withdraw")
def post_withdraw(request_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """Take one's request back."""
    withdraw_request(services, caller, request_id)
    return _to_json(get_request(services, caller, request_id))


def _to_json(view: RequestView) -> dict[str, Any]:
    request = view.request
    return {
        "id": request.id,
        "requester": request.requester,
        "services": sorted(request.scope.services),
        "kinds": sorted(request.scope.kinds),
        "from": moment(request.scope.log_from),
        "to": moment(request.scope.log_to),
        "minutes": request.duration // timedelta(minutes=1),
        "reason": request.reason,
        "incident": request.incident,
        "state": view.state.value,
        "rung": request.rung.value,
        "rule": request.rule,
        "because": request.because,
        "approvals_needed": request.approvals_needed,
        "break_glass": request.breaks_glass,
        "review_due_at": moment(request.created_at + REVIEW_WITHIN) if view.is_unseen else None,
        "reviews": [_review_to_json(one) for one in view.reviews],
        "grant": view.grant,
        "created_at": moment(request.created_at),
    }


def _review_to_json(one: ReviewView) -> dict[str, Any]:
    shorter = one.review.duration
    return {
        "reviewer": one.review.reviewer,
        "answer": one.review.answer.value,
        "at": moment(one.review.at),
        "note": one.note,
        "minutes": None if shorter is None else shorter // timedelta(minutes=1),
        "services": None if one.review.services is None else sorted(one.review.services),
        "kinds": None if one.review.kinds is None else sorted(one.review.kinds),
    }
