"""``/v1/audit``: entries, elevations, checkpoint, export."""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response

from milkglass.audit.entry import encode
from milkglass.service.export_audit import export_audit
from milkglass.service.read_audit import MOST_ENTRIES, list_elevations, list_entries, newest_checkpoint
from milkglass.web.api.common import Server, Signed, moment

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.service.read_audit import ElevationView

router = APIRouter(prefix="/audit")


@router.get("/entries")
def get_entries(
    services: Server,
    caller: Signed,
    after: Annotated[int, Query(ge=-1, le=2**62)] = -1,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = MOST_ENTRIES,
) -> list[dict[str, Any]]:
    """Entries in order."""
    return [json.loads(encode(entry)) for entry in list_entries(services, caller, after=after, limit=limit)]


@router.get("/elevations")
def get_elevations(services: Server, caller: Signed) -> list[dict[str, Any]]:
    """Who opened what, why, when, how long."""
    return [_to_json(view) for view in list_elevations(services, caller)]


@router.get("/checkpoint")
def get_checkpoint(services: Server, caller: Signed) -> dict[str, Any]:
    """The newest signed head, to keep elsewhere."""
    note, vkey = newest_checkpoint(services, caller)
    return {"checkpoint": note, "vkey": vkey}


@router.get("/export")
def get_export(services: Server, caller: Signed) -> Response:
    """The whole record as a tar file."""
    with tempfile.TemporaryDirectory(prefix="milkglass-") as name:
        folder = Path(name) / "audit"
        folder.mkdir()
        export_audit(services, caller, folder)
        return Response(_tar(folder), media_type="application/x-tar")


def _tar(folder: Path) -> bytes:
    """The folder's files, without owner and times of this machine."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for file in sorted(folder.iterdir()):
            data = file.read_bytes()
            member = tarfile.TarInfo(f"{folder.name}/{file.name}")
            member.size = len(data)
            member.mode = 0o600
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _to_json(view: ElevationView) -> dict[str, Any]:
    one = view.elevation
    return {
        "request": one.request,
        "who": one.who,
        "roles": list(one.roles),
        "services": list(one.scope.services),
        "kinds": list(one.scope.kinds),
        "from": moment(one.scope.log_from),
        "to": moment(one.scope.log_to),
        "reason": view.reason,
        "incident": one.incident,
        "asked_at": moment(one.asked_at),
        "rule": one.rule,
        "rung": one.rung,
        "approved_by": list(one.approved_by),
        "looked_at_by": one.looked_at_by,
        "grant": one.grant,
        "when": _moment(one.opened_at),
        "ends_at": _moment(one.closes_at),
        "how_long": None if one.lasted is None else int(one.lasted.total_seconds()),
        "outcome": one.outcome.value,
        "reveals": one.reveals,
        "refusals": one.refusals,
        "values_opened": one.values_opened,
        "values": dict(sorted(one.values.items())),
        "last_reveal_at": _moment(one.last_reveal_at),
        "possibly_disclosed": one.possibly_disclosed,
    }


def _moment(when: datetime | None) -> str | None:
    return None if when is None else moment(when)
