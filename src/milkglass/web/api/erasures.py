"""``/v1/erasures``: put one person beyond reach, by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from milkglass.service.erase_subject import ask_erasure, confirm_erasure, list_erasures
from milkglass.web.api.common import Server, Signed, moment
from milkglass.web.api.subjects import Person

if TYPE_CHECKING:
    from milkglass.service.facts import Erasure

router = APIRouter(prefix="/erasures")


class Ask(Person):
    """Besides: whether the rows that say who saw the person's data are emptied too."""

    with_record: bool = False


@router.post("", status_code=201)
def post_erasure(body: Ask, services: Server, caller: Signed) -> dict[str, Any]:
    """Ask for an erasure."""
    erasure = ask_erasure(services, caller, body.known_by(), body.reason, with_record=body.with_record)
    return {"id": erasure}


@router.get("")
def get_erasures(services: Server, caller: Signed) -> list[dict[str, Any]]:
    """Every erasure."""
    return [_to_json(one) for one in list_erasures(services, caller)]


@router.post("/{erasure_id}/confirm")
def post_confirmation(erasure_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """Confirm what somebody else asked for; what remains, and until when."""
    remains = confirm_erasure(services, caller, erasure_id)
    return _to_json(remains.erasure) | {
        "months": list(remains.months),
        "rows_emptied": remains.rows_emptied,
        "accounted_until": remains.accounted_until,
    }


def _to_json(one: Erasure) -> dict[str, Any]:
    return {
        "id": one.id,
        "kinds": dict(one.kinds),
        "asked_by": one.asked_by,
        "asked_at": moment(one.asked_at),
        "confirmed_by": one.done_by,
        "confirmed_at": None if one.done_at is None else moment(one.done_at),
    }
