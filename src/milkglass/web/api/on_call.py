"""``/v1/on-call``: who is on call for what."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.list_context import list_on_call
from milkglass.service.set_on_call import set_on_call
from milkglass.web.api.common import Body, OnCallReader, OnCallWriter, Server

router = APIRouter()


class People(Body):
    """Account names."""

    people: list[str] = Field(max_length=200)


@router.get("/on-call")
def get_on_call(services: Server, caller: OnCallReader) -> dict[str, Any]:
    """Every list."""
    return {service: sorted(people) for service, people in list_on_call(services).items()}


@router.put("/on-call/{service}")
def put_on_call(service: str, body: People, services: Server, caller: OnCallWriter) -> dict[str, Any]:
    """Replace one list."""
    return {"service": service, "people": set_on_call(services, caller, service, body.people)}
