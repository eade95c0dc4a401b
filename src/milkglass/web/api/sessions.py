"""``/v1/sessions``: sign in and out; one's own open sessions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.own_sessions import end_session, list_sessions
from milkglass.service.sign_in import sign_in, sign_out
from milkglass.web.api.common import Body, Newcomer, Server, Signed, moment

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


@router.get("/sessions")
def get_sessions(services: Server, caller: Signed) -> list[dict[str, Any]]:
    """The caller's open sessions."""
    return [
        {
            "id": seen.session.audit_id,
            "opened_at": moment(seen.session.opened_at),
            "seen_at": moment(seen.session.seen_at),
            "is_current": seen.is_current,
        }
        for seen in list_sessions(services, caller)
    ]


@router.delete("/sessions/current")
def delete_session(services: Server, caller: Newcomer) -> dict[str, Any]:
    """Close the session."""
    sign_out(services, caller)
    return {}


@router.delete("/sessions/{session_id}")
def delete_one(session_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """End one of the caller's sessions."""
    end_session(services, caller, session_id)
    return {}
