"""What is said to, or of, one person: every disclosure of their data, with purposes always and staff names only when asked for.

The EU court (C-579/21, 2023) gives the data subject dates and purposes of consultations, and the names of employees who acted
under instruction not by default; hence ``names``. Made by `service/search_subject.py`, printed by `cli`, laid out by
`audit/report`. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from milkglass.audit.jsontext import format_time

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

STAFF = "[member of staff]"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One reveal that showed values of the person.

    Args:
        n: Index of the `reveal.result` in the log.
        at: When.
        kinds: How many values of the person, by kind.
        services: Whose logs they stood in.
        who: Account that saw them.
        roles: Its roles then.
        grant: Under which grant.
        request: Which request it came from.
        incident: The incident it was asked for.
        rung: Which step of the ladder the policy asked for.
        approved_by: Who approved.
        reason: Why, in the words of who asked; None if the words are not kept any more.
    """

    n: int
    at: datetime
    kinds: Mapping[str, int]
    services: tuple[str, ...]
    who: str
    roles: tuple[str, ...]
    grant: str | None
    request: str | None
    incident: str | None
    rung: str | None
    approved_by: tuple[str, ...]
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """A search for the person in this record, which is itself a use of their data."""

    at: datetime
    who: str
    roles: tuple[str, ...]
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole answer.

    Args:
        asked: How many identifiers were searched for, by kind.
        since: From when disclosures are accounted for.
        until: Up to when.
        size: Size of the log that was read.
        disclosures: Oldest first.
        searches: Oldest first.
        unfinished: Reveals in the whole log that began and have no result: whose values they touched is not known.
        erased_at: When the person was put beyond reach, if so.
    """

    asked: Mapping[str, int]
    since: datetime
    until: datetime
    size: int
    disclosures: tuple[Disclosure, ...]
    searches: tuple[Looked, ...] = ()
    unfinished: int = 0
    erased_at: datetime | None = None

    def to_json(self, *, names: bool) -> dict[str, Any]:
        """The statement for a machine; without ``names`` people of the staff are roles, also in reasons."""
        staff = {one.who for one in self.disclosures} | {one.who for one in self.searches}
        staff |= {name for one in self.disclosures for name in one.approved_by}
        hidden = frozenset() if names else frozenset(staff)
        return {
            "v": 1,
            "names": names,
            "asked": dict(self.asked),
            "from": format_time(self.since),
            "to": format_time(self.until),
            "log_size": self.size,
            "disclosures": [_disclosure(one, names=names, hidden=hidden) for one in self.disclosures],
            "searches": [
                {
                    "at": format_time(one.at),
                    "recipient": _recipient(one, names=names),
                    "why": without(one.reason, hidden),
                }
                for one in self.searches
            ],
            "unfinished_reveals": self.unfinished,
            "erased_at": None if self.erased_at is None else format_time(self.erased_at),
        }


def without(text: str | None, names: Collection[str]) -> str | None:
    """A text in which these names are not to be read."""
    if text is None or not names:
        return text
    one_of = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{one_of})(?!\w)", STAFF, text, flags=re.IGNORECASE)


def _recipient(one: Disclosure | Looked, *, names: bool) -> dict[str, Any]:
    return {"roles": list(one.roles)} | ({"name": one.who} if names else {})


def _disclosure(one: Disclosure, *, names: bool, hidden: Collection[str]) -> dict[str, Any]:
    return {
        "entry": one.n,
        "at": format_time(one.at),
        "kinds": dict(one.kinds),
        "services": list(one.services),
        "recipient": _recipient(one, names=names),
        "grant": one.grant,
        "request": one.request,
        "incident": one.incident,
        "rung": one.rung,
        "approvals": len(one.approved_by),
        "why": without(one.reason, hidden),
    } | ({"approved_by": list(one.approved_by)} if names else {})
