"""``/v1/me``: the caller, their password, their second factor."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.change_password import change_password
from milkglass.service.enrol_factor import begin_enrolment, confirm_enrolment
from milkglass.service.list_context import whoami
from milkglass.service.recover_factor import make_recovery_codes, use_recovery_code
from milkglass.web.api.common import Body, Newcomer, Server, Signed, moment

router = APIRouter()


class Passwords(Body):
    """The old and the new one."""

    old: str = Field(max_length=2048)
    new: str = Field(max_length=2048)


class Enrol(Body):
    """The password once more; a code of the present factor, if one is to be replaced."""

    password: str = Field(max_length=2048)
    code: str | None = Field(default=None, max_length=64)


class Proof(Body):
    """The password once more, and a code: of the present factor to make recovery codes, a recovery code to use one."""

    password: str = Field(max_length=2048)
    code: str = Field(max_length=64)


class Confirm(Body):
    """A code of the new factor."""

    code: str = Field(max_length=64)


@router.get("/me")
def get_me(services: Server, caller: Newcomer) -> dict[str, Any]:
    """Who the caller is."""
    seen = whoami(services, caller)
    return {
        "name": seen.account.name,
        "roles": sorted(seen.account.roles),
        "has_factor": seen.has_factor,
        "on_call_for": list(seen.on_call_for),
        "must_change": seen.account.must_change,
    }


@router.post("/me/password")
def post_password(body: Passwords, services: Server, caller: Newcomer) -> dict[str, Any]:
    """Change the password."""
    change_password(services, caller, body.old, body.new)
    return {}


@router.post("/me/totp")
def post_totp(body: Enrol, services: Server, caller: Signed) -> dict[str, Any]:
    """Begin to enrol a second factor."""
    enrolment = begin_enrolment(services, caller, body.password, body.code)
    return {"uri": enrolment.uri, "secret": enrolment.secret}


@router.post("/me/totp/confirm")
def post_confirm(body: Confirm, services: Server, caller: Signed) -> dict[str, Any]:
    """Confirm the second factor."""
    confirm_enrolment(services, caller, body.code)
    return {}


@router.post("/me/recovery-codes", status_code=201)
def post_recovery_codes(body: Proof, services: Server, caller: Signed) -> dict[str, Any]:
    """Make ten recovery codes; older ones are void."""
    return {"codes": make_recovery_codes(services, caller, body.password, body.code)}


@router.post("/me/recovery-codes/use")
def post_recovery_use(body: Proof, services: Server, caller: Signed) -> dict[str, Any]:
    """Use up a recovery code."""
    return {"enrol_from": moment(use_recovery_code(services, caller, body.password, body.code))}
