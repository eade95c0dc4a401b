"""Make, list and end API credentials: people their own, administrators those of services."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Role, person_key
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import DeniedError, UsageError
from milkglass.identity.credentials import Credential, check_terms, hash_credential, new_credential_text
from milkglass.service.caller import change_by
from milkglass.service.change_password import prove_password
from milkglass.service.services import look
from milkglass.service.trusted import NOT_FOUND, find_account

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import timedelta

    from milkglass.identity.store import Account
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Look, Services


@dataclass(frozen=True, slots=True)
class Terms:
    """What a credential shall be: its label, its scopes, how long it lives, and whose it is (None: the caller's)."""

    label: str
    scopes: Collection[str]
    length: timedelta
    account: str | None = None


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A credential just made; its text is shown once."""

    credential: Credential
    text: str = field(repr=False)


def add_credential(services: Services, caller: Caller, terms: Terms, password: str) -> NewCredential:
    """Make an API credential.

    Args:
        services: The services.
        caller: Who makes it.
        terms: What it shall be.
        password: The caller's, once more, so that a stolen session alone cannot make itself last.

    Raises:
        SignInError: if the password is not right.
        UsageError: if the terms do not fit, or there is no such account.
        DeniedError: if it is for somebody else and that is no service, or the caller is no administrator.
    """
    scopes = check_terms(terms.label, terms.scopes, terms.length)
    prove_password(services, caller, password)
    text = new_credential_text(services.random)
    with change_by(services, caller) as (at, now_caller):
        owner = _owner(services, at, now_caller, terms.account)
        made = Credential(
            hash_credential(text), owner.name, terms.label, scopes, at.now, at.now + terms.length, seen_at=at.now
        )
        services.identity.add_credential(at.conn, made)
        at.record(
            Draft(
                type=EntryType.CREDENTIAL_ADD,
                actor=now_caller.actor,
                sess=caller.sess,
                cred=made.audit_id,
                about=owner.name,
            )
        )
    return NewCredential(made, text)


def list_credentials(services: Services, caller: Caller, account: str | None = None) -> list[Credential]:
    """The caller's credentials, or those of a service; raises as ``add_credential`` does."""
    with look(services) as at:
        owner = _owner(services, at, caller, account)
        return [one for one in services.identity.credentials(at.conn, owner.name) if one.ends_at > at.now]


def end_credential(services: Services, caller: Caller, audit_id: str, account: str | None = None) -> None:
    """End a credential at once.

    Raises:
        UsageError: if there is none of this id; code ``usage.unknown``.
        DeniedError: as ``add_credential`` does.
    """
    with change_by(services, caller) as (at, now_caller):
        owner = _owner(services, at, now_caller, account)
        found = [one for one in services.identity.credentials(at.conn, owner.name) if one.audit_id == audit_id]
        if not found:
            raise UsageError("there is no such credential", code=NOT_FOUND)
        drop_credential(services, at, now_caller, found[0])


def drop_credential(services: Services, at: Change, caller: Caller, credential: Credential) -> None:
    """End a credential in a transaction that is open already."""
    services.identity.drop_credential(at.conn, credential.id_hash)
    at.record(
        Draft(
            type=EntryType.CREDENTIAL_END,
            actor=caller.actor,
            sess=caller.sess,
            cred=credential.audit_id,
            about=credential.account,
        )
    )


def _owner(services: Services, at: Look, caller: Caller, name: str | None) -> Account:
    if name is None or person_key(name) == caller.name:
        return caller.account
    caller.require(Role.ADMIN)
    account = find_account(services, at, person_key(name))
    if account is None:
        raise UsageError("there is no such account", code=NOT_FOUND)
    if not account.is_agent:
        raise DeniedError("people make their own credentials", hint="an administrator makes those of services")
    return account
