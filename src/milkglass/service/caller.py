"""Who is asking: a session and the account as it stands now, asked again inside every transaction that changes something."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from milkglass.access.principal import Principal, Role
from milkglass.audit.entry import Actor
from milkglass.errors import DeniedError, IdentityError, SignInError
from milkglass.identity.credentials import PREFIX, Credential, hash_credential
from milkglass.identity.sessions import hash_token
from milkglass.service.services import Change, Look, Services, change, look
from milkglass.service.trusted import all_accounts, find_account, on_call_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milkglass.identity.sessions import Session
    from milkglass.identity.store import Account

_TOUCH_EVERY = timedelta(minutes=1)
SYSTEM = Actor("system")
"""Who does what follows from the clock, the policy or the context."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account that acts, by whatever way it proved itself."""

    account: Account

    @property
    def name(self) -> str:
        """Account name."""
        return self.account.name

    @property
    def sess(self) -> str | None:
        """The session as entries name it, if there is one."""
        return None

    @property
    def actor(self) -> Actor:
        """The caller as entries name it."""
        return Actor(self.account.name, tuple(sorted(self.account.roles)))

    @property
    def is_program(self) -> bool:
        """Whether an API credential acts, and not a person."""
        return False

    def has_any(self, *roles: Role) -> bool:
        """Whether the account has one of these roles."""
        return any(role.value in self.account.roles for role in roles)

    def require(self, *roles: Role) -> None:
        """Refuse a caller without any of these roles.

        Raises:
            DeniedError: naming the roles that would do.
        """
        if not self.has_any(*roles):
            raise DeniedError(f"this needs the role {' or '.join(roles)}", hint="ask an administrator")


@dataclass(frozen=True, slots=True)
class Caller(Person):
    """An account that proved itself, and the session or API credential it did it with."""

    session: Session | Credential

    @property
    def sess(self) -> str:
        """The session as entries name it."""
        return self.session.audit_id

    @property
    def is_program(self) -> bool:
        """Whether an API credential acts, and not a person in a session."""
        return isinstance(self.session, Credential)


def identify(
    services: Services, token: str, *, may_have_first_password: bool = False, scope: str | None = None
) -> Caller:
    """The caller with this session token or API credential.

    Args:
        services: The services.
        token: As sent.
        may_have_first_password: Whether a caller whose password was given by somebody else may do this.
        scope: What an API credential has to be for; None if only a session will do.

    Raises:
        SignInError: if there is no such session or credential, or it is over, or its account is switched off.
        DeniedError: if it is a credential that is not for this.
        IdentityError: if the password must be changed first; code ``identity.must_change``.
    """
    id_hash = hash_credential(token) if token.startswith(PREFIX) else hash_token(token)
    with look(services) as at:
        caller = caller_of(services, at, id_hash)
    if at.now - caller.session.seen_at >= _TOUCH_EVERY:
        _touch(services, caller.session.touched(at.now))
    _check_scope(caller, scope)
    if caller.account.must_change and not may_have_first_password:
        raise IdentityError(
            "this password was given to you and must be changed first",
            code="identity.must_change",
            hint="run milkglass password",
        )
    return caller


def _touch(services: Services, used: Session | Credential) -> None:
    with services.db.transaction() as conn:
        if isinstance(used, Credential):
            services.identity.touch_credential(conn, used)
        else:
            services.identity.touch_session(conn, used)


def _check_scope(caller: Caller, scope: str | None) -> None:
    if not isinstance(caller.session, Credential) or scope in caller.session.scopes:
        return
    if scope is None:
        raise DeniedError("no API credential does this", hint="sign in with `milkglass login`")
    raise DeniedError(f"the credential is not for {scope}", hint="make one that is, with milkglass credential add")


@contextmanager
def change_by(services: Services, caller: Caller) -> Iterator[tuple[Change, Caller]]:
    """A writing transaction, and the caller as they stand in it.

    Raises:
        SignInError: if the session is over by now.
    """
    with change(services) as at:
        yield at, caller_again(services, at, caller)


def caller_again(services: Services, at: Look, caller: Caller) -> Caller:
    """The caller as they stand now.

    Raises:
        SignInError: if the session is over by now.
    """
    return caller_of(services, at, caller.session.id_hash)


def caller_of(services: Services, at: Look, id_hash: bytes) -> Caller:
    """Session or credential and account, if row, log and clock agree that it is open.

    Raises:
        SignInError: if they do not.
    """
    session: Session | Credential | None = services.identity.session(at.conn, id_hash)
    session = session or services.identity.credential(at.conn, id_hash)
    account = None if session is None else find_account(services, at, session.account)
    if session is None or account is None or not account.active:
        raise SignInError("the session is not known", hint="sign in again with `milkglass login`")
    if at.facts.session_holder(session.audit_id) != account.name:
        raise SignInError("the session is not known", hint="sign in again with `milkglass login`")
    session.touched(at.now)  # refuses one that is over
    return Caller(account, session)


def principals(services: Services, at: Look) -> dict[str, Principal]:
    """Every account as decisions see it, by name."""
    duty = on_call_lists(services, at)
    return {
        account.name: Principal(
            name=account.name,
            roles=frozenset(Role(role) for role in account.roles),
            on_call_for=frozenset(service for service, people in duty.items() if account.name in people),
            active=account.active,
            is_agent=account.is_agent,
        )
        for account in all_accounts(services, at)
    }
