"""Write the record to a folder, for verification off line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit.entry import Draft, EntryType
from milkglass.audit.export import export
from milkglass.service.caller import change_by
from milkglass.service.read_audit import MAY_AUDIT

if TYPE_CHECKING:
    from pathlib import Path

    from milkglass.service.caller import Caller
    from milkglass.service.services import Services


def export_audit(services: Services, caller: Caller, folder: Path) -> None:
    """Export the log; the entry that says so is in it.

    Args:
        services: The services.
        caller: An auditor, or security.
        folder: An empty folder.

    Raises:
        DeniedError: if the caller is neither.
    """
    caller.require(*MAY_AUDIT)
    with change_by(services, caller) as (at, now_caller):
        at.record(Draft(type=EntryType.AUDIT_EXPORT, actor=now_caller.actor, sess=caller.sess))
    with services.db.read() as conn:
        export(conn, services.log, folder)
