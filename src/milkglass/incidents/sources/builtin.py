"""Incidents and on-call lists that milkglass keeps itself. IO; every method works in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from milkglass.db.engine import upsert
from milkglass.db.tables.incidents import incidents, on_call
from milkglass.db.times import from_text, to_text
from milkglass.incidents.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

    from milkglass.db.rowseal import RowSeal
    from milkglass.db.texts import TextStore


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on call for a service, and how often that was written."""

    people: frozenset[str]
    rev: int


class BuiltinIncidents:
    """Reads and writes the tables of `db.tables.incidents`.

    Args:
        seal: Stamps rows, so that nobody puts themselves on call by editing the file.
        texts: Keeps titles, which are free text.
    """

    def __init__(self, seal: RowSeal, texts: TextStore) -> None:
        self._seal = seal
        self._texts = texts

    def add(self, conn: Connection, incident: Incident) -> str:
        """Write a new incident; the commitment to its title for the log."""
        title = self._texts.put(conn, incident.title)
        conn.execute(insert(incidents), self._stamped(incident, title.id))
        return title.commitment

    def get(self, conn: Connection, incident_id: str) -> Incident | None:
        """The incident with this id."""
        row = conn.execute(select(incidents).where(incidents.c.id == incident_id)).one_or_none()
        return None if row is None else self._incident(conn, row)

    def all(self, conn: Connection) -> list[Incident]:
        """Every incident, the newest first."""
        query = select(incidents).order_by(incidents.c.opened_at.desc(), incidents.c.id)
        return [self._incident(conn, row) for row in conn.execute(query)]

    def resolve(self, conn: Connection, incident: Incident) -> None:
        """Write the end of an incident that was resolved just now."""
        where = incidents.c.id == incident.id
        title = conn.execute(select(incidents.c.text_id).where(where)).scalar_one()
        conn.execute(update(incidents).where(where), self._stamped(incident, title))

    def on_call(self, conn: Connection) -> Mapping[str, Duty]:
        """Who is on call, by service."""
        rows = (self._seal.check("on_call", row) for row in conn.execute(select(on_call).order_by(on_call.c.service)))
        return {values["service"]: Duty(frozenset(values["people"].split()), values["rev"]) for values in rows}

    def set_on_call(self, conn: Connection, service: str, duty: Duty) -> None:
        """Write who is on call for a service; nobody is allowed."""
        people = " ".join(sorted(duty.people))
        values = self._seal.stamp("on_call", {"service": service, "people": people, "rev": duty.rev})
        upsert(conn, on_call, "service", values)

    def _incident(self, conn: Connection, row: Row[Any]) -> Incident:
        values = self._seal.check("incidents", row)
        resolved_at = values["resolved_at"]
        return Incident(
            id=values["id"],
            title=self._texts.get(conn, values["text_id"]),
            severity=values["severity"],
            services=frozenset(values["services"].split()),
            opened_by=values["opened_by"],
            opened_at=from_text(values["opened_at"]),
            resolved_at=None if resolved_at is None else from_text(resolved_at),
        )

    def _stamped(self, incident: Incident, text_id: str) -> dict[str, Any]:
        values = {
            "id": incident.id,
            "text_id": text_id,
            "severity": incident.severity,
            "services": " ".join(sorted(incident.services)),
            "opened_by": incident.opened_by,
            "opened_at": to_text(incident.opened_at),
            "resolved_at": None if incident.resolved_at is None else to_text(incident.resolved_at),
        }
        return self._seal.stamp("incidents", values)
