"""``/v1/audit/subject``: who saw the data of one person. Values come in the body, never in an address, and are not logged."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from milkglass.audit.subject import Identifier
from milkglass.service.accounting import end_year
from milkglass.service.make_report import Wanted, make_report
from milkglass.service.search_subject import search_subject
from milkglass.web.api.common import Body, Server, Signed

router = APIRouter(prefix="/audit")

_LONGEST = 65_536


class OneIdentifier(Body):
    """A kind, or ``ip``, and a value."""

    kind: str = Field(max_length=64)
    value: str = Field(max_length=_LONGEST)


class Person(Body):
    """What a person is known by, and why this is asked."""

    identifiers: list[OneIdentifier]
    reason: str

    def known_by(self) -> list[Identifier]:
        """The identifiers, checked."""
        return [Identifier(one.kind, one.value) for one in self.identifiers]


class Search(Person):
    """Besides: whether staff is named, and from when."""

    names: bool = False
    since: Annotated[AwareDatetime | None, Field(strict=False)] = None


class Wish(Body):
    """Which report; who and why for one about a person."""

    report: str = Field(max_length=32)
    since: Annotated[AwareDatetime | None, Field(strict=False)] = None
    until: Annotated[AwareDatetime | None, Field(strict=False)] = None
    identifiers: tuple[OneIdentifier, ...] = Field(default=(), strict=False)
    reason: str = ""
    names: bool = False


@router.post("/report")
def post_report(body: Wish, services: Server, caller: Signed) -> dict[str, Any]:
    """A report as JSON."""
    known_by = [Identifier(one.kind, one.value) for one in body.identifiers]
    wanted = Wanted(body.report, body.since, body.until, known_by, body.reason, body.names)
    return make_report(services, caller, wanted).to_json()


@router.post("/years/{year}/end")
def post_end_of_year(year: int, services: Server, caller: Signed) -> dict[str, Any]:
    """Destroy the accounting key of a year."""
    end_year(services, caller, year)
    return {"ended": year}


@router.post("/subject")
def post_subject(body: Search, services: Server, caller: Signed) -> dict[str, Any]:
    """Every disclosure of the values of one person."""
    found = search_subject(services, caller, body.known_by(), body.reason, since=body.since)
    return found.to_json(names=body.names)
