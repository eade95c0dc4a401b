"""``/v1/keyring``: rows from masking hosts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.import_keyring import import_keyring
from milkglass.web.api.common import Body, KeyringWriter, Server

router = APIRouter()


class Rows(Body):
    """Keyring rows, one line each."""

    rows: list[str] = Field(max_length=10_000)


@router.post("/keyring")
def post_keyring(body: Rows, services: Server, caller: KeyringWriter) -> dict[str, Any]:
    """Take rows in."""
    return {"added": import_keyring(services, caller, body.rows)}
