"""Change one's own password; every other session of the account ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import SignInError, UsageError
from milkglass.identity.lockout import Lockout
from milkglass.identity.passwords import check_strength, hash_password, verify_password
from milkglass.service.caller import change_by
from milkglass.service.sign_in import close_session

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services


def change_password(services: Services, caller: Caller, old: str, new: str) -> None:
    """Put a new password in place of the old one.

    Raises:
        SignInError: if the old one is not right; it counts as a failed sign-in.
        UsageError: if the new one is too weak, or the old one again.
    """
    prove_password(services, caller, old)
    check_strength(new, caller.name)
    if new == old:
        raise UsageError("the new password is the old one")
    encoded = hash_password(new, profile=services.passwords, random=services.random)
    with change_by(services, caller) as (at, now_caller):
        if now_caller.account.password_hash != caller.account.password_hash:
            raise SignInError("the password was changed in between", hint="sign in again")
        account = now_caller.account.rewritten(password_hash=encoded, must_change=False)
        services.identity.change_account(at.conn, account)
        at.record(Draft(type=EntryType.ACCOUNT_CHANGE, actor=now_caller.actor, sess=caller.sess, about=account.name))
        for id_hash in services.identity.sessions_of(at.conn, account.name):
            if id_hash != caller.session.id_hash:
                close_session(services, at, now_caller, id_hash)


def prove_password(services: Services, caller: Caller, password: str) -> None:
    """Ask for the password again before something that matters.

    Raises:
        SignInError: if it is not right, or the account waits after too many failures.
    """
    is_right = verify_password(caller.account.password_hash, password, profile=services.passwords).ok
    with change_by(services, caller) as (at, now_caller):
        holds = _count(services, at, now_caller, is_right=is_right)
    if not holds:
        raise SignInError("the password is not right", hint="after five failures an account waits for 15 minutes")


def _count(services: Services, at: Change, caller: Caller, *, is_right: bool) -> bool:
    lockout = services.identity.sign_in_lockout(at.conn, caller.name)
    if lockout.is_locked(at.now):
        return False
    if is_right:
        services.identity.set_sign_in_lockout(at.conn, caller.name, Lockout())
        return True
    services.identity.set_sign_in_lockout(at.conn, caller.name, lockout.after_failure(at.now))
    refused = Draft(
        type=EntryType.ACCOUNT_CHANGE,
        actor=caller.actor,
        sess=caller.sess,
        about=caller.name,
        out=Out.DENIED,
        why=SignInError.code,
    )
    at.record(refused)
    return False
