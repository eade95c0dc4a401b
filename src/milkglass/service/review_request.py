"""Answer somebody else's request. The last approval needed issues the grant in its own transaction, so there is never a second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milkglass.access.approval import (
    Answer,
    Review,
    TallyState,
    check_may_look_back,
    check_may_review,
    narrowed,
    tally,
)
from milkglass.access.request import RequestState
from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import DeniedError, UsageError
from milkglass.service.caller import SYSTEM, change_by
from milkglass.service.deciding import (
    check_text,
    decide_again,
    eligible,
    refuse_administrators,
)
from milkglass.service.entries import policy_entry, scope_entry
from milkglass.service.issuing import issue_grant
from milkglass.service.trusted import find_request, reviews_of

if TYPE_CHECKING:
    from datetime import timedelta

    from milkglass.access.approval import Tally
    from milkglass.access.request import AccessRequest
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

_LONGEST_NOTE = 2000
_UNJUSTIFIED = "access.unjustified"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's answer as it comes in. The note is free text and never printed."""

    answer: Answer
    note: str = ""
    duration: timedelta | None = None
    services: frozenset[str] | None = None
    kinds: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"Verdict({self.answer})"


def review_request(services: Services, caller: Caller, request_id: str, verdict: Verdict) -> None:
    """Write an answer, and what follows from it.

    Raises:
        UsageError: if there is no such request, or the answer does not fit.
        DeniedError: if the caller may not review it.
        StateError: if it is not pending, or the caller answered before. A broken glass is looked at once, afterwards.
    """
    if len(verdict.note) > _LONGEST_NOTE:
        raise UsageError(f"a note has at most {_LONGEST_NOTE} characters")
    check_text(verdict.note, "the note")
    with change_by(services, caller) as (at, now_caller):
        refuse_administrators(now_caller)
        request = find_request(services, at, request_id)
        reviewers = eligible(services, at, request)
        earlier = reviews_of(services, at, request.id)
        review = Review(
            now_caller.name, verdict.answer, at.now, None, verdict.duration, verdict.services, verdict.kinds
        )
        if request.breaks_glass:
            check_may_look_back(request, earlier, review, eligible=reviewers)
            _write(services, at, now_caller, request, review, len(earlier), verdict.note)
            return
        check_may_review(request, earlier, review, eligible=reviewers)
        _write(services, at, now_caller, request, review, len(earlier), verdict.note)
        _settle(services, at, request, tally(request, [*earlier, review], eligible=reviewers))


def _write(
    services: Services, at: Change, caller: Caller, request: AccessRequest, review: Review, seq: int, note: str
) -> None:
    stored = services.texts.put(at.conn, note) if note.strip() else None
    services.rows.add_review(at.conn, request.id, seq, replace(review, note_id=None if stored is None else stored.id))
    is_against = request.breaks_glass and review.answer is Answer.DENY
    entry = Draft(
        type=_type_of(request, review),
        out=Out.DENIED if is_against else Out.OK,
        why=_UNJUSTIFIED if is_against else None,
        actor=caller.actor,
        sess=caller.sess,
        req=request.id,
        scope=scope_entry(narrowed(request.scope, [review])),
        text=None if stored is None else stored.commitment,
        about=request.requester,
    )
    at.record(entry)


def _type_of(request: AccessRequest, review: Review) -> EntryType:
    if request.breaks_glass:
        return EntryType.REVIEW_BREAK_GLASS
    return EntryType.REVIEW_APPROVE if review.answer is Answer.APPROVE else EntryType.REVIEW_DENY


def _settle(services: Services, at: Change, request: AccessRequest, counted: Tally) -> None:
    """Nothing yet, or the final state, and the grant if it is approved."""
    if counted.state is TallyState.PENDING:
        return
    if counted.state is TallyState.DENIED:
        services.rows.set_state(at.conn, request.moved_to(RequestState.DENIED, at.now))
        return
    decision = decide_again(services, at, request)
    try:
        issue_grant(services, at, request, counted, decision)
    except DeniedError as error:
        services.rows.set_state(at.conn, request.moved_to(RequestState.DENIED, at.now))
        at.record(
            Draft(
                type=EntryType.REQUEST_DECIDE,
                actor=SYSTEM,
                out=Out.DENIED,
                why=error.code,
                req=request.id,
                policy=policy_entry(decision),
                about=request.requester,
            )
        )
        return
    services.rows.set_state(at.conn, request.moved_to(RequestState.APPROVED, at.now))
