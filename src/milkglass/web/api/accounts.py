"""``/v1/accounts``: for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.add_account import add_account, add_service
from milkglass.service.list_context import list_accounts
from milkglass.service.recover_factor import reset_factor
from milkglass.service.switch_account import switch_account
from milkglass.web.api.common import AccountsReader, Body, Server, Signed, moment

if TYPE_CHECKING:
    from milkglass.service.list_context import AccountView

router = APIRouter()


class NewAccount(Body):
    """A name and what the account is for."""

    name: str = Field(max_length=256)
    roles: list[str] = Field(max_length=16)
    service: bool = False


class Switch(Body):
    """Whether the account may be used."""

    active: bool


@router.get("/accounts")
def get_accounts(services: Server, caller: AccountsReader) -> list[dict[str, Any]]:
    """Every account."""
    return [_to_json(seen) for seen in list_accounts(services, caller)]


@router.post("/accounts", status_code=201)
def post_account(body: NewAccount, services: Server, caller: Signed) -> dict[str, Any]:
    """Make an account."""
    if body.service:
        add_service(services, caller, body.name, body.roles)
        return {"name": body.name, "roles": sorted(body.roles), "initial_password": None}
    made = add_account(services, caller, body.name, body.roles)
    return {"name": made.name, "roles": sorted(made.roles), "initial_password": made.initial_password}


@router.put("/accounts/{name}")
def put_account(name: str, body: Switch, services: Server, caller: Signed) -> dict[str, Any]:
    """Switch an account on or off."""
    switch_account(services, caller, name, active=body.active)
    return {"name": name, "active": body.active}


@router.post("/accounts/{name}/reset-factor")
def post_reset(name: str, services: Server, caller: Signed) -> dict[str, Any]:
    """Take a second factor away."""
    reset_factor(services, caller, name)
    return {}


def _to_json(seen: AccountView) -> dict[str, Any]:
    return {
        "name": seen.account.name,
        "roles": sorted(seen.account.roles),
        "active": seen.account.active,
        "has_factor": seen.has_factor,
        "on_call_for": list(seen.on_call_for),
        "created_at": moment(seen.account.created_at),
    }
