"""Read the record: entries, elevations, the signed head. For auditors and security."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.elevations import Elevation, elevations
from milkglass.errors import UsageError
from milkglass.service.services import look

if TYPE_CHECKING:
    from milkglass.audit.entry import Entry
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services

MAY_AUDIT = (Role.AUDITOR, Role.SECURITY)
MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class ElevationView:
    """An elevation, and its reason in words."""

    elevation: Elevation
    reason: str | None = field(repr=False)


def list_entries(services: Services, caller: Caller, *, after: int = -1, limit: int = MOST_ENTRIES) -> list[Entry]:
    """Entries with an index larger than ``after``, in order.

    Raises:
        DeniedError: if the caller is neither auditor nor security.
        UsageError: if the limit is not 1 to 1000.
    """
    caller.require(*MAY_AUDIT)
    if not 0 < limit <= MOST_ENTRIES:
        raise UsageError(f"the limit is 1 to {MOST_ENTRIES}")
    with look(services) as at:
        return services.log.entries(at.conn, after=after, limit=limit)


def list_elevations(services: Services, caller: Caller) -> list[ElevationView]:
    """Every elevation in the log, oldest first.

    Raises:
        DeniedError: if the caller is neither auditor nor security.
    """
    caller.require(*MAY_AUDIT)
    with look(services) as at:
        found = elevations(services.log.entries(at.conn))
        return [ElevationView(one, _reason(services, at, one)) for one in found]


def newest_checkpoint(services: Services, caller: Caller) -> tuple[str, str]:
    """The newest signed note, and the verifier key.

    Raises:
        DeniedError: if the caller is neither auditor nor security.
    """
    caller.require(*MAY_AUDIT)
    with look(services) as at:
        return services.log.checkpoint(at.conn), services.log.vkey


def _reason(services: Services, at: Look, one: Elevation) -> str | None:
    """The words, if they are still kept."""
    request = services.rows.request(at.conn, one.request)
    return None if request is None else request.reason
