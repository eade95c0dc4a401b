"""Spend one TOTP code: checked, used up and counted in one transaction, so that of two uses at once exactly one holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import StepUpError
from milkglass.identity.totp import Accepted, check
from milkglass.service.caller import change_by
from milkglass.service.trusted import find_factor

if TYPE_CHECKING:
    from milkglass.access.grant import Grant
    from milkglass.identity.lockout import Lockout
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

LOCKED = "identity.step_up.locked"
DISABLED = "identity.step_up.disabled"


def spend_code(services: Services, caller: Caller, code: str) -> None:
    """Use up a code for something that is not a grant.

    Raises:
        StepUpError: if it is refused.
    """
    with change_by(services, caller) as (at, now_caller):
        refused = try_code(services, at, now_caller, code)
    if refused is not None:
        raise refused


def try_code(
    services: Services, at: Change, caller: Caller, code: str, *, grant: Grant | None = None
) -> StepUpError | None:
    """Use up a code in a transaction that is open already; the refusal to raise **after** it has committed, or None.

    Either way it is recorded. The log counts failures, and five lock the factor, whichever session or grant they came from.
    """
    factor = find_factor(services, at, caller.name)
    if factor is None:
        return StepUpError(
            "no second factor is enrolled", code="identity.step_up.missing", hint="run milkglass totp enrol"
        )
    lockout = at.facts.factor_lockout(caller.name)
    if lockout.is_disabled or lockout.is_locked(at.now):
        return _closed(lockout)
    answer = check(factor.secret, code, services.clock(), factor.last_step)
    if isinstance(answer, Accepted):
        services.identity.put_factor(at.conn, caller.name, factor.used(answer.step))
        at.record(_entry(EntryType.STEPUP_OK, caller, grant))
        return None
    return _refuse(at, caller, grant)


def _refuse(at: Change, caller: Caller, grant: Grant | None) -> StepUpError:
    at.record(replace(_entry(EntryType.STEPUP_REFUSE, caller, grant), out=Out.DENIED, why=StepUpError.code))
    lockout = at.facts.factor_lockout(caller.name).after_failure(at.now)
    if not lockout.is_locked(at.now):
        return StepUpError("the code is not accepted", hint="wait for the next code; each works once")
    at.record(Draft(type=EntryType.FACTOR_LOCK, actor=caller.actor, about=caller.name, factor="totp"))
    return _closed(lockout)


def _entry(entry_type: EntryType, caller: Caller, grant: Grant | None) -> Draft:
    grant_id, request_id = (None, None) if grant is None else (grant.id, grant.request_id)
    return Draft(type=entry_type, actor=caller.actor, sess=caller.sess, grant=grant_id, req=request_id, factor="totp")


def _closed(lockout: Lockout) -> StepUpError:
    if lockout.is_disabled:
        return StepUpError(
            "fifty codes in a row were refused; the factor is disabled",
            code=DISABLED,
            hint="give a recovery code with milkglass recovery use, or ask an administrator for milkglass account reset-factor",
        )
    return StepUpError(
        "too many codes were refused; the factor is locked for a while", code=LOCKED, hint="try again later"
    )
