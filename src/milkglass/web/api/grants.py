"""``/v1/grants``: list, step up, revoke, return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.list_grants import get_grant, list_grants
from milkglass.service.return_grant import return_grant
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.step_up import step_up
from milkglass.web.api.common import Body, Server, Signed, moment

if TYPE_CHECKING:
    from milkglass.service.list_grants import GrantView

router = APIRouter()


class Code(Body):
    """A code of the second factor."""

    code: str = Field(max_length=64)


class Reason(Body):
    """Why a grant is taken away."""

    reason: str | None = Field(default=None, max_length=20_000)


@router.get("/grants")
def get_grants(services: Server, caller: Signed) -> list[dict[str, Any]]:
    """Grants that the caller may see."""
    return [_to_json(view) for view in list_grants(services, caller)]


@router.get("/grants/{grant_id}")
def get_one(grant_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """One grant."""
    return _to_json(get_grant(services, caller, grant_id))


@router.post("/grants/{grant_id}/step-up")
def post_step_up(grant_id: str, body: Code, services: Server, caller: Signed) -> dict[str, Any]:
    """Give the second factor for this grant, in this session."""
    step_up(services, caller, grant_id, body.code)
    return _to_json(get_grant(services, caller, grant_id))


@router.post("/grants/{grant_id}/revoke")
def post_revoke(grant_id: str, services: Server, caller: Signed, body: Reason | None = None) -> dict[str, Any]:
    """Take a grant away."""
    revoke_grant(services, caller, grant_id, (body.reason if body else None) or "")
    return _to_json(get_grant(services, caller, grant_id))


@router.post("/grants/{grant_id}/return")
def post_return(grant_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """Give a grant back."""
    return_grant(services, caller, grant_id)
    return _to_json(get_grant(services, caller, grant_id))


def _to_json(view: GrantView) -> dict[str, Any]:
    grant = view.grant
    return {
        "id": grant.id,
        "request": grant.request_id,
        "holder": grant.holder,
        "services": sorted(grant.scope.services),
        "kinds": sorted(grant.scope.kinds),
        "from": moment(grant.scope.log_from),
        "to": moment(grant.scope.log_to),
        "not_before": moment(grant.not_before),
        "expires_at": moment(grant.expires_at),
        "state": view.state.value,
        "ended_why": None if view.ended_why is None else view.ended_why.value,
        "ended_note": view.ended_note,
        "stepped_up": view.stepped_up,
        "incident": grant.incident,
        "values_opened": view.values_opened,
        "max_values": grant.max_values,
    }
