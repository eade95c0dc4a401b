"""``/v1/me/chat``: which person in chat the caller is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.link_chat import begin_link, chat_of, confirm_link, unlink
from milkglass.web.api.common import Body, Server, Signed, moment

router = APIRouter()


class Person(Body):
    """A person in chat, as shown."""

    person: str = Field(max_length=200)


@router.get("/me/chat")
def get_chat(services: Server, caller: Signed) -> dict[str, Any]:
    """Who is linked, and who waits to be."""
    view = chat_of(services, caller)
    return {"linked": view.linked, "claimed_by": view.claimed_by}


@router.post("/me/chat", status_code=201)
def post_chat(services: Server, caller: Signed) -> dict[str, Any]:
    """Make a code to send from chat."""
    made = begin_link(services, caller)
    return {"code": made.code, "until": moment(made.until)}


@router.post("/me/chat/confirm")
def post_confirm(body: Person, services: Server, caller: Signed) -> dict[str, Any]:
    """Confirm who sent it."""
    confirm_link(services, caller, body.person)
    return {"linked": body.person}


@router.delete("/me/chat")
def delete_chat(services: Server, caller: Signed) -> dict[str, Any]:
    """Unlink."""
    unlink(services, caller)
    return {}
