"""``/v1/hooks``: the door for programs that tell of incidents. What proves a caller here is the signature of the body."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from milkglass.service.take_report import take_report
from milkglass.web.api.common import Server  # noqa: TC001 - FastAPI reads the annotations

router = APIRouter()


@router.post("/hooks/{source}")
async def post_hook(source: str, request: Request, services: Server) -> dict[str, Any]:
    """Take a call of a source of incidents."""
    body = await request.body()
    headers = dict(request.headers.items())
    taken = await run_in_threadpool(take_report, services, source, headers, body)
    return {"outcome": taken.outcome}
