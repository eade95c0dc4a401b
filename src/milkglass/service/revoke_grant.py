"""Take away a grant at once; the next reveal under it, and one that is under way, answer nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.approval import Answer
from milkglass.access.grant import EndedWhy
from milkglass.access.principal import Role, is_among
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import DeniedError, UsageError
from milkglass.service.caller import change_by
from milkglass.service.deciding import check_text
from milkglass.service.trusted import find_grant, reviews_of

if TYPE_CHECKING:
    from milkglass.access.grant import Grant
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

_LONGEST_REASON = 2000


def revoke_grant(services: Services, caller: Caller, grant_id: str, reason: str = "") -> None:
    """Take away a grant at once.

    Args:
        services: The services.
        caller: Security, an administrator, or who approved it.
        grant_id: Which.
        reason: Why, in free text; may be empty.

    Raises:
        UsageError: if there is no such grant.
        DeniedError: if the caller may not.
        StateError: if it has ended already.
    """
    if len(reason) > _LONGEST_REASON:
        raise UsageError(f"a reason has at most {_LONGEST_REASON} characters")
    check_text(reason, "the reason")
    with change_by(services, caller) as (at, now_caller):
        grant = find_grant(services, at, grant_id)
        _check_may_revoke(services, at, now_caller, grant)
        write_revocation(services, at, now_caller, grant, reason)


def write_revocation(services: Services, at: Change, caller: Caller, grant: Grant, reason: str = "") -> None:
    """End a grant in a transaction that is open already, on the record; the reason is sealed.

    Raises:
        StateError: if it has ended already.
    """
    ended = grant.ended(EndedWhy.REVOKED, at.now)
    text = services.texts.put(at.conn, reason) if reason.strip() else None
    services.rows.end_grant(at.conn, ended, text)
    entry = Draft(
        type=EntryType.GRANT_REVOKE,
        actor=caller.actor,
        sess=caller.sess,
        grant=grant.id,
        req=grant.request_id,
        text=None if text is None else text.commitment,
        about=grant.holder,
    )
    at.record(entry)


def _check_may_revoke(services: Services, at: Change, caller: Caller, grant: Grant) -> None:
    reviews = reviews_of(services, at, grant.request_id)
    approvers = [review.reviewer for review in reviews if review.answer is Answer.APPROVE]
    if not caller.has_any(Role.SECURITY, Role.ADMIN) and not is_among(caller.name, approvers):
        raise DeniedError(f"grant {grant.id} is not yours to revoke")
