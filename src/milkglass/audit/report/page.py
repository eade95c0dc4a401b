"""The one shape of a report: sections of text, facts and tables. `html.py` lays it out; as JSON it is what the API answers.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from milkglass.errors import FormatError


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under a head; ``empty`` is said when there are none."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "none"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, with paragraphs, facts (name and text) and a table, each where there is one."""

    heading: str
    text: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Args:
        name: Which one, as ``gdpr-15``.
        title: What it is, for people.
        law: Where it is asked for.
        period: From when to when, RFC 3339.
        made_at: When it was made, RFC 3339.
        log: Origin, size and root of the log it stands on.
        sections: Its content.
    """

    name: str
    title: str
    law: str
    period: tuple[str, str]
    made_at: str
    log: tuple[str, int, str]
    sections: tuple[Section, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        origin, size, root = self.log
        return {
            "v": 1,
            "report": self.name,
            "title": self.title,
            "law": self.law,
            "from": self.period[0],
            "to": self.period[1],
            "made_at": self.made_at,
            "log": {"origin": origin, "size": size, "root": root},
            "sections": [_section_json(one) for one in self.sections],
        }

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> Report:
        """Read what ``to_json`` gave.

        Raises:
            FormatError: if it is something else.
        """
        try:
            log = obj["log"]
            return cls(
                name=str(obj["report"]),
                title=str(obj["title"]),
                law=str(obj["law"]),
                period=(str(obj["from"]), str(obj["to"])),
                made_at=str(obj["made_at"]),
                log=(str(log["origin"]), int(log["size"]), str(log["root"])),
                sections=tuple(map(_section, obj["sections"])),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise FormatError("this is not a report of version 1") from None


def _section_json(one: Section) -> dict[str, Any]:
    found: dict[str, Any] = {"heading": one.heading}
    if one.text:
        found["text"] = list(one.text)
    if one.facts:
        found["facts"] = [{"name": name, "value": value} for name, value in one.facts]
    if one.table is not None:
        found["table"] = {"head": list(one.table.head), "rows": [list(row) for row in one.table.rows]}
        found["table"]["empty"] = one.table.empty
    return found


def _section(obj: dict[str, Any]) -> Section:
    table = obj.get("table")
    return Section(
        heading=str(obj["heading"]),
        text=tuple(map(str, obj.get("text", ()))),
        facts=tuple((str(fact["name"]), str(fact["value"])) for fact in obj.get("facts", ())),
        table=None if table is None else _table(table),
    )


def _table(obj: dict[str, Any]) -> Table:
    rows = tuple(tuple(map(str, row)) for row in obj["rows"])
    return Table(tuple(map(str, obj["head"])), rows, str(obj["empty"]))
