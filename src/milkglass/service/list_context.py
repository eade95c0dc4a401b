"""Read what surrounds requests: accounts, incidents, on-call lists, and oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.service.services import look
from milkglass.service.trusted import all_accounts, all_incidents, on_call_lists

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.identity.store import Account
    from milkglass.incidents.incident import Incident
    from milkglass.service.caller import Caller
    from milkglass.service.services import Services


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account, and whether it has a second factor."""

    account: Account
    has_factor: bool
    on_call_for: tuple[str, ...]


def list_accounts(services: Services, caller: Caller) -> list[AccountView]:
    """Every account, by name.

    Raises:
        DeniedError: if the caller is neither administrator, security nor auditor.
    """
    caller.require(Role.ADMIN, Role.SECURITY, Role.AUDITOR)
    with look(services) as at:
        duty = on_call_lists(services, at)
        return [
            AccountView(account, services.identity.has_factor(at.conn, account.name), _services_of(duty, account.name))
            for account in all_accounts(services, at)
        ]


def whoami(services: Services, caller: Caller) -> AccountView:
    """The caller's own account."""
    with look(services) as at:
        has_factor = services.identity.has_factor(at.conn, caller.name)
        duty = on_call_lists(services, at)
        return AccountView(caller.account, has_factor, _services_of(duty, caller.name))


def list_incidents(services: Services) -> list[Incident]:
    """Every incident, the newest first; for everybody who is signed in."""
    with look(services) as at:
        return all_incidents(services, at)


def list_on_call(services: Services) -> Mapping[str, frozenset[str]]:
    """Who is on call, by service; for everybody who is signed in."""
    with look(services) as at:
        return on_call_lists(services, at)


def _services_of(duty: Mapping[str, frozenset[str]], name: str) -> tuple[str, ...]:
    return tuple(sorted(service for service, people in duty.items() if name in people))
