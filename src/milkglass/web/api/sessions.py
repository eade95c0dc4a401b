"""``/v1/sessions``: sign in and out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.sign_in import sign_in, sign_out
from milkglass.web.api.common import Body, Newcomer, Server

router = APIRouter()


class SignIn(Body):
    """What proves who somebody is."""

    name: str = Field(max_length=256)
    password: str = Field(max_length=2048)


@router.post("/sessions", status_code=201)
def post_session(body: SignIn, services: Server) -> dict[str, Any]:
    """Open a session."""
    signed = sign_in(services, body.name, body.password)
    return {
        "session": signed.token,
        "name": signed.account.name,
        "roles": sorted(signed.account.roles),
        "has_factor": signed.has_factor,
        "must_change": signed.account.must_change,
    }


@router.delete("/sessions/current")
def delete_session(services: Server, caller: Newcomer) -> dict[str, Any]:
    """Close the session."""
    sign_out(services, caller)
    return {}
