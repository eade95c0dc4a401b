"""Switch an account off, and with it everything it has; or on again, with nothing but its password and second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.principal import Role, person_key
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import DeniedError, UsageError
from milkglass.service.caller import change_by
from milkglass.service.credentials import drop_credential
from milkglass.service.revoke_grant import write_revocation
from milkglass.service.sign_in import close_session
from milkglass.service.trusted import NOT_FOUND, check_grant, find_account, incident_is_open

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services


def switch_account(services: Services, caller: Caller, name: str, *, active: bool) -> None:
    """Switch an account on or off. Off: its sessions and credentials end and its grants are revoked in the same transaction.

    Raises:
        UsageError: if there is no such account; code ``usage.unknown``.
        DeniedError: if the caller is no administrator, or it is their own account.
    """
    caller.require(Role.ADMIN)
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.ADMIN)
        account = find_account(services, at, person_key(name))
        if account is None:
            raise UsageError("there is no such account", code=NOT_FOUND)
        if account.name == now_caller.name:
            raise DeniedError("nobody switches their own account", hint="ask another administrator")
        if account.active is active:
            return
        services.identity.change_account(at.conn, account.rewritten(active=active))
        at.record(Draft(type=EntryType.ACCOUNT_CHANGE, actor=now_caller.actor, sess=caller.sess, about=account.name))
        if not active:
            _take_everything(services, at, now_caller, account.name)


def _take_everything(services: Services, at: Change, caller: Caller, name: str) -> None:
    for id_hash in services.identity.sessions_of(at.conn, name):
        close_session(services, at, caller, id_hash)
    for credential in services.identity.credentials(at.conn, name):
        drop_credential(services, at, caller, credential)
    for row in services.rows.grants_of_holder(at.conn, name):
        grant = check_grant(at, row)
        if grant.why_ended(at.now, incident_open=incident_is_open(services, at, grant)) is None:
            write_revocation(services, at, caller, grant)
