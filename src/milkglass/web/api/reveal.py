"""``/v1/reveal``: the only place where values leave."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.reveal import Opened, reveal
from milkglass.web.api.common import Body, Server, Signed, moment

if TYPE_CHECKING:
    from milkglass.access.scope import Refusal

router = APIRouter()


class Ask(Body):
    """A grant, and what to open under it."""

    grant: str = Field(max_length=256)
    values: list[str]


@router.post("/reveal")
def post_reveal(body: Ask, services: Server, caller: Signed) -> dict[str, Any]:
    """Open sealed values."""
    revealed = reveal(services, caller, body.grant, body.values)
    values = [_to_json(one) for one in revealed.answers]
    return {"values": values, "expires_at": moment(revealed.expires_at)}


def _to_json(one: Opened | Refusal) -> dict[str, Any]:
    if not isinstance(one, Opened):
        return {"sealed": True, "code": one.code, "reason": one.reason}
    bare = {"bare": True} if one.bare else {}
    value = one.value.expose()
    try:
        return {"value": value.decode()} | bare
    except UnicodeDecodeError:
        return {"value_b64": base64.b64encode(value).decode()} | bare
