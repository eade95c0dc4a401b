"""``/v1/factor``: what the page ``/factor`` asks with a ticket, and no session; passkeys of oneself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.passkeys import (
    answer,
    begin_passkey,
    begin_step_up,
    list_passkeys,
    options_of,
    remove_passkey,
)
from milkglass.web.api.common import Body, Server, Signed

router = APIRouter()


class Ticket(Body):
    """What the address of the page carries."""

    ticket: str = Field(max_length=64)


class Answer(Ticket):
    """What the authenticator said, in the JSON form of WebAuthn level 3."""

    credential: dict[str, Any]


class NewPasskey(Body):
    """A name for it, the password once more, and a one-time code."""

    label: str = Field(max_length=256)
    password: str = Field(max_length=2048)
    code: str = Field(max_length=64)


class Password(Body):
    """The password once more."""

    password: str = Field(max_length=2048)


@router.post("/factor/options")
def post_options(body: Ticket, services: Server) -> dict[str, Any]:
    """What the browser is to ask its authenticator."""
    return options_of(services, body.ticket)


@router.post("/factor/answer")
def post_answer(body: Answer, services: Server) -> dict[str, Any]:
    """What the authenticator said."""
    return {"purpose": answer(services, body.ticket, body.credential)}


@router.get("/me/passkeys")
def get_passkeys(services: Server, caller: Signed) -> list[dict[str, Any]]:
    """The caller's passkeys."""
    return [{"id": key.id, "label": key.label} for key in list_passkeys(services, caller)]


@router.post("/me/passkeys", status_code=201)
def post_passkey(body: NewPasskey, services: Server, caller: Signed) -> dict[str, Any]:
    """Begin to add a passkey."""
    return {"url": begin_passkey(services, caller, body.label, body.password, body.code).url}


@router.post("/me/passkeys/{passkey_id}/remove")
def post_remove(passkey_id: str, body: Password, services: Server, caller: Signed) -> dict[str, Any]:
    """Remove a passkey."""
    remove_passkey(services, caller, passkey_id, body.password)
    return {}


@router.post("/grants/{grant_id}/step-up/passkey", status_code=201)
def post_step_up(grant_id: str, services: Server, caller: Signed) -> dict[str, Any]:
    """Begin to step up with a passkey."""
    return {"url": begin_step_up(services, caller, grant_id).url}
