"""Recovery codes: made with the present factor, given when it is lost. They reveal nothing; they only lead to a new enrolment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milkglass.access.principal import Role, person_key
from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import DeniedError, StateError, StepUpError, UsageError
from milkglass.identity.passkeys import Passkeys
from milkglass.identity.recovery import WAIT, kept, new_codes
from milkglass.service.caller import change_by
from milkglass.service.change_password import prove_password
from milkglass.service.factor import spend_code
from milkglass.service.facts import Counted
from milkglass.service.trusted import NOT_FOUND, find_account, find_factor, find_passkeys, find_recovery_codes

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

_FACTOR = "recovery"


def make_recovery_codes(services: Services, caller: Caller, password: str, code: str) -> tuple[str, ...]:
    """Ten new recovery codes, shown once; older ones are void.

    Args:
        services: The services.
        caller: Whose codes.
        password: Once more, so that a stolen session alone cannot do it.
        code: A code of the present factor.

    Raises:
        SignInError: if the password is not right.
        StepUpError: if the code is refused, or there is no factor.
    """
    prove_password(services, caller, password)
    spend_code(services, caller, code)
    codes = new_codes(services.random)
    with change_by(services, caller) as (at, now_caller):
        rev = at.count(Counted.RECOVERY, now_caller.name) + 1
        services.identity.put_recovery_codes(at.conn, now_caller.name, kept(codes, rev))
        at.record(
            Draft(type=EntryType.RECOVERY_CREATE, actor=now_caller.actor, sess=caller.sess, about=now_caller.name)
        )
    return codes


def use_recovery_code(services: Services, caller: Caller, password: str, code: str) -> datetime:
    """Use up a recovery code; from when on a new factor can be enrolled with the password alone.

    Any use of the old factor until then calls it off.

    Raises:
        SignInError: if the password is not right.
        StateError: if there is no factor to replace.
        StepUpError: if the code is none of the caller's, or was used.
    """
    prove_password(services, caller, password)
    with change_by(services, caller) as (at, now_caller):
        if find_factor(services, at, now_caller.name) is None:
            raise StateError("there is no second factor to replace", hint="run milkglass totp enrol")
        codes = find_recovery_codes(services, at, now_caller.name)
        left = None if codes is None else codes.without(code)
        if left is not None:
            services.identity.put_recovery_codes(at.conn, now_caller.name, left)
        entry = Draft(
            type=EntryType.RECOVERY_USE,
            actor=now_caller.actor,
            sess=caller.sess,
            about=now_caller.name,
            factor=_FACTOR,
        )
        at.record(entry if left is not None else replace(entry, out=Out.DENIED, why=StepUpError.code))
        since = at.facts.recovering_since(now_caller.name, at.size) or at.now
    if left is None:
        raise StepUpError("the recovery code is not accepted", hint="each works once; ask an administrator")
    return since + WAIT


def reset_factor(services: Services, caller: Caller, name: str) -> None:
    """Take one-time codes and passkeys of somebody else away, so that they can enrol a new one.

    Raises:
        DeniedError: if the caller is no administrator, or it is their own account.
        UsageError: if there is no such account; code ``usage.unknown``.
        StateError: if it has no second factor.
    """
    caller.require(Role.ADMIN)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.ADMIN)
        account = find_account(services, at, person_key(name))
        if account is None:
            raise UsageError("there is no such account", code=NOT_FOUND)
        if account.name == now_caller.name:
            raise DeniedError("nobody takes their own second factor away", hint="ask another administrator")
        factor = find_factor(services, at, account.name)
        if factor is None:
            raise StateError("the account has no second factor")
        services.identity.put_factor(at.conn, account.name, factor.emptied())
        entry = Draft(
            type=EntryType.FACTOR_RESET, actor=now_caller.actor, sess=caller.sess, about=account.name, factor="totp"
        )
        at.record(entry)
        if (known := find_passkeys(services, at, account.name)).keys:
            services.identity.put_passkeys(at.conn, account.name, Passkeys((), known.rev + 1))
            at.record(replace(entry, factor="passkey"))
