"""Incidents that came from outside, and the calls that brought them. IO; every method works in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from milkglass.db.engine import upsert
from milkglass.db.tables.incidents import deliveries, outside_incidents
from milkglass.db.times import from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.db.rowseal import RowSeal
    from milkglass.incidents.incident import Incident


@dataclass(frozen=True, slots=True)
class Origin:
    """Which incident of which source an incident is, and the time of the source's last word on it."""

    id: str
    source: str
    key: str
    said_at: datetime


class OutsideIncidents:
    """Reads and writes ``outside_incidents`` and ``deliveries``.

    Args:
        seal: Stamps rows.
    """

    def __init__(self, seal: RowSeal) -> None:
        self._seal = seal

    def put(self, conn: Connection, origin: Origin, incident: Incident) -> None:
        """Write what is known of an incident now, in place of what was known before."""
        ends = incident.grants_end_at
        values = {
            "id": origin.id,
            "source": origin.source,
            "key": origin.key,
            "severity": incident.severity,
            "services": " ".join(sorted(incident.services)),
            "hands": " ".join(sorted(incident.hands)),
            "is_vouched": incident.is_vouched,
            "url": incident.url,
            "said_at": to_text(origin.said_at),
            "seen_at": to_text(incident.seen_at or incident.opened_at),
            "grants_end_at": None if ends is None else to_text(ends),
            "rev": incident.rev,
        }
        row = self._seal.stamp("outside_incidents", values)
        upsert(conn, outside_incidents, "id", row)

    def newest(self, conn: Connection, source: str, key: str) -> Origin | None:
        """The incident that was opened last for this one of the source."""
        table = outside_incidents.c
        query = select(outside_incidents).where(table.source == source, table.key == key)
        found = [self._seal.check("outside_incidents", row) for row in conn.execute(query)]
        origins = [Origin(row["id"], row["source"], row["key"], from_text(row["said_at"])) for row in found]
        return max(origins, key=lambda one: (one.said_at, one.id), default=None)

    def origin(self, conn: Connection, incident_id: str) -> Origin | None:
        """Where an incident came from; None if it was opened here."""
        row = self._row(conn, incident_id)
        return None if row is None else Origin(row["id"], row["source"], row["key"], from_text(row["said_at"]))

    def completed(self, conn: Connection, incident: Incident) -> Incident:
        """The incident with what its source says now; the same if it was opened here."""
        row = self._row(conn, incident.id)
        if row is None:
            return incident
        ends = row["grants_end_at"]
        return replace(
            incident,
            source=row["source"],
            severity=row["severity"],
            services=frozenset(row["services"].split()),
            hands=frozenset(row["hands"].split()),
            is_vouched=bool(row["is_vouched"]),
            url=row["url"],
            seen_at=from_text(row["seen_at"]),
            grants_end_at=None if ends is None else from_text(ends),
            rev=row["rev"],
        )

    def is_known(self, conn: Connection, source: str, delivery: str) -> bool:
        """Whether a call was taken before."""
        where = (deliveries.c.source == source) & (deliveries.c.id == delivery)
        return conn.execute(select(deliveries.c.id).where(where)).one_or_none() is not None

    def remember(self, conn: Connection, source: str, delivery: str, now: datetime, forget: datetime) -> None:
        """Take a call once; those from before ``forget`` are too old to be taken again."""
        conn.execute(delete(deliveries).where(deliveries.c.at < to_text(forget)))
        conn.execute(insert(deliveries), {"source": source, "id": delivery, "at": to_text(now)})

    def _row(self, conn: Connection, incident_id: str) -> dict[str, Any] | None:
        found = conn.execute(select(outside_incidents).where(outside_incidents.c.id == incident_id)).one_or_none()
        return None if found is None else self._seal.check("outside_incidents", found)
