"""Make an account, with a first password that its owner has to change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.entry import Actor, Draft, EntryType
from milkglass.errors import StateError, UsageError
from milkglass.identity.passwords import hash_password, new_password
from milkglass.identity.store import Account
from milkglass.service.caller import change_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
_RESERVED = "system"
_NO_PASSWORD = "!"  # noqa: S105 - it is none
"""No password fits it: a service has API credentials only."""
_FOR_SERVICES = frozenset({Role.ENGINEER, Role.AUDITOR, Role.ADMIN})
_OPENS_VALUES = frozenset({Role.ENGINEER, Role.APPROVER, Role.SECURITY})


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account just made; the password is shown once."""

    name: str
    roles: tuple[Role, ...]
    initial_password: str = field(repr=False)


def add_account(services: Services, caller: Caller, name: str, roles: Collection[str]) -> NewAccount:
    """Make an account.

    Args:
        services: The services.
        caller: An administrator.
        name: 1 to 63 of ``a-z 0-9 . _ -``.
        roles: At least one; ``admin`` goes with ``auditor`` only.

    Raises:
        DeniedError: if the caller is no administrator.
        UsageError: if name or roles do not fit.
        StateError: if there is such an account.
    """
    caller.require(Role.ADMIN)
    made = new_account(services, name, roles)
    encoded = hash_password(made.initial_password, profile=services.passwords, random=services.random)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.ADMIN)
        write_account(services, at, made, encoded, now_caller.actor)
    return made


def add_service(services: Services, caller: Caller, name: str, roles: Collection[str]) -> None:
    """Make an account for a program: it has no password and never a session, only API credentials.

    Raises:
        DeniedError: if the caller is no administrator.
        UsageError: if name or roles do not fit.
        StateError: if there is such an account.
    """
    caller.require(Role.ADMIN)
    made = new_account(services, name, roles)
    if not set(made.roles) <= _FOR_SERVICES:
        raise UsageError("a service approves nothing", hint="its roles are engineer, auditor or admin")
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.ADMIN)
        write_account(services, at, made, _NO_PASSWORD, now_caller.actor, is_agent=True)


def new_account(services: Services, name: str, roles: Collection[str]) -> NewAccount:
    """A checked account with a random first password, not stored yet.

    Raises:
        UsageError: if name or roles do not fit.
    """
    if not _NAME.fullmatch(name) or name == _RESERVED:
        raise UsageError("an account name is 1 to 63 of a-z, 0-9, dot, underscore and hyphen")
    return NewAccount(name, _checked_roles(roles), new_password(services.random))


def write_account(
    services: Services, at: Change, made: NewAccount, encoded: str, actor: Actor, *, is_agent: bool = False
) -> None:
    """Store an account that was made just now, on the record.

    Raises:
        StateError: if there is such an account.
    """
    if services.identity.account(at.conn, made.name) is not None:
        raise StateError("there is an account of this name")
    account = Account(
        name=made.name,
        roles=tuple(made.roles),
        password_hash=encoded,
        must_change=not is_agent,
        active=True,
        is_agent=is_agent,
        created_at=at.now,
        rev=1,
    )
    services.identity.add_account(at.conn, account)
    at.record(Draft(type=EntryType.ACCOUNT_ADD, actor=actor, about=made.name))


def _checked_roles(roles: Collection[str]) -> tuple[Role, ...]:
    try:
        known = {Role(role) for role in roles}
    except ValueError:
        raise UsageError("a role is unknown", hint=f"roles are {', '.join(Role)}") from None
    if not known:
        raise UsageError("an account needs at least one role", hint=f"roles are {', '.join(Role)}")
    if Role.ADMIN in known and known & _OPENS_VALUES:
        raise UsageError(
            "an administrator has no part in opening values",
            hint="give engineer, approver and security to other accounts",
        )
    return tuple(sorted(known))
