"""Spend one TOTP code: checked, used up and counted in one transaction, so that of two uses at once exactly one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import StepUpError
from milkglass.identity.totp import Accepted, check
from milkglass.service.caller import change_by

if TYPE_CHECKING:
    from milkglass.identity.store import Factor
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

LOCKED = "identity.step_up.locked"


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
    services: Services, at: Change, caller: Caller, code: str, *, grant: str | None = None
) -> StepUpError | None:
    """Use up a code in a transaction that is open already; the refusal to raise **after** it has committed, or None.

    A failure is counted and recorded, and five lock the factor, whichever session or grant they came from.
    """
    factor = services.identity.factor(at.conn, caller.name)
    if factor is None:
        return StepUpError(
            "no second factor is enrolled", code="identity.step_up.missing", hint="run milkglass totp enrol"
        )
    if factor.lockout.is_locked(at.now):
        return _locked()
    answer = check(factor.secret, code, services.clock(), factor.last_step)
    if isinstance(answer, Accepted) and services.identity.accept_step(at.conn, caller.name, answer.step):
        return None
    return _count(services, at, caller, factor, grant)


def _count(services: Services, at: Change, caller: Caller, factor: Factor, grant: str | None) -> StepUpError:
    lockout = factor.lockout.after_failure(at.now)
    services.identity.set_factor_lockout(at.conn, caller.name, lockout)
    refused = Draft(
        type=EntryType.STEPUP_REFUSE,
        actor=caller.actor,
        sess=caller.sess,
        grant=grant,
        factor="totp",
        out=Out.DENIED,
        why=StepUpError.code,
    )
    at.record(refused)
    if not lockout.is_locked(at.now):
        return StepUpError("the code is not accepted", hint="wait for the next code; each works once")
    at.record(Draft(type=EntryType.FACTOR_LOCK, actor=caller.actor, about=caller.name, factor="totp"))
    return _locked()


def _locked() -> StepUpError:
    return StepUpError(
        "too many codes were refused; the factor is locked for a while", code=LOCKED, hint="try again later"
    )
