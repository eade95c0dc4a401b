"""Sign in and out. A wrong name, a wrong password and a switched-off account look and cost the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import person_key
from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import SignInError
from milkglass.identity.lockout import Lockout
from milkglass.identity.passwords import verify_password
from milkglass.identity.sessions import new_token, open_session
from milkglass.service.caller import SYSTEM, Caller, change_by
from milkglass.service.services import Change, Services, change, look
from milkglass.service.trusted import find_account

if TYPE_CHECKING:
    from milkglass.identity.store import Account


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session."""

    token: str = field(repr=False)
    account: Account
    has_factor: bool


def sign_in(services: Services, name: str, password: str) -> SignedIn:
    """Open a session.

    Args:
        services: The services.
        name: Account name, in any spelling that is the same person.
        password: As typed.

    Raises:
        SignInError: uniform, whatever it was.
    """
    key = person_key(name)
    with look(services) as at:
        account = find_account(services, at, key)
    encoded = None if account is None else account.password_hash
    is_right = verify_password(encoded, password, profile=services.passwords).ok
    with change(services) as at:
        account = find_account(services, at, key)
        opened = _open(services, at, account, is_right=is_right, checked=encoded)
    if opened is None:
        raise SignInError("name or password is not right", hint="after five failures an account waits for 15 minutes")
    return opened


def _open(
    services: Services, at: Change, account: Account | None, *, is_right: bool, checked: str | None
) -> SignedIn | None:
    """A session, or None; a failure of a known account is counted and recorded, and commits."""
    if account is None:
        return None
    lockout = services.identity.sign_in_lockout(at.conn, account.name)
    if lockout.is_locked(at.now):
        return None
    if not (is_right and account.active and account.password_hash == checked):
        services.identity.set_sign_in_lockout(at.conn, account.name, lockout.after_failure(at.now))
        refused = Draft(
            type=EntryType.SESSION_OPEN, actor=SYSTEM, about=account.name, out=Out.DENIED, why=SignInError.code
        )
        at.record(refused)
        return None
    services.identity.set_sign_in_lockout(at.conn, account.name, Lockout())
    token = new_token(services.random)
    session = open_session(token, account.name, at.now)
    services.identity.open_session(at.conn, session)
    at.record(Draft(type=EntryType.SESSION_OPEN, actor=Caller(account, session).actor, sess=session.audit_id))
    return SignedIn(token, account, services.identity.has_factor(at.conn, account.name))


def sign_out(services: Services, caller: Caller) -> None:
    """Close the caller's session."""
    with change_by(services, caller) as (at, now_caller):
        close_session(services, at, now_caller, now_caller.session.id_hash)


def close_session(services: Services, at: Change, caller: Caller, id_hash: bytes) -> None:
    """Close one of the caller's sessions in a transaction that is open already."""
    if services.identity.close_session(at.conn, id_hash):
        at.record(Draft(type=EntryType.SESSION_CLOSE, actor=caller.actor, sess=id_hash.hex()[:16]))
