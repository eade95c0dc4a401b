"""Say who is on call for a service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milkglass.access.principal import Role, person_key
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import DeniedError, UsageError
from milkglass.incidents.sources.builtin import Duty
from milkglass.service.caller import change_by
from milkglass.service.facts import Counted
from milkglass.service.trusted import NOT_FOUND, find_account, on_call_lists

if TYPE_CHECKING:
    from collections.abc import Collection

    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

_SERVICE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)


def set_on_call(services: Services, caller: Caller, service: str, people: Collection[str]) -> list[str]:
    """Replace the on-call list of a service; the list as stored.

    Raises:
        DeniedError: if the caller is neither administrator nor security, or puts themselves on the list.
        UsageError: if the service is not well formed or has a rota, or somebody has no account.
    """
    if not _SERVICE.fullmatch(service):
        raise UsageError("the name of the service is not well formed")
    if service in services.context.rotas:
        raise UsageError(f"who is on call for {service} stands in its rota", hint="change context.yaml or the rota")
    names = sorted({person_key(name) for name in people})
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(Role.ADMIN, Role.SECURITY)
        added = set(names) - on_call_lists(services, at).get(service, frozenset())
        if now_caller.name in added:
            raise DeniedError("nobody puts themselves on call", hint="ask another administrator")
        if any(find_account(services, at, name) is None for name in names):
            raise UsageError("somebody on the list has no account", code=NOT_FOUND)
        rev = at.count(Counted.ON_CALL, service) + 1
        services.incidents.set_on_call(at.conn, service, Duty(frozenset(names), rev))
        at.record(Draft(type=EntryType.ONCALL_CHANGE, actor=now_caller.actor, sess=caller.sess, about=service))
    return names
