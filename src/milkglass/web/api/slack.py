"""``/v1/slack``: buttons and commands of Slack. What proves a caller here is Slack's signature of the body."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, BackgroundTasks, Request
from starlette.concurrency import run_in_threadpool

from milkglass.service.answer_slack import take_http
from milkglass.service.slack_socket import whisper
from milkglass.web.api.common import Server  # noqa: TC001 - FastAPI reads the annotations

router = APIRouter()


@router.post("/slack")
async def post_slack(request: Request, services: Server, later: BackgroundTasks) -> dict[str, Any]:
    """Take what somebody did in Slack; words for them follow on their own."""
    body = await request.body()
    said = await run_in_threadpool(take_http, services, dict(request.headers.items()), body)
    later.add_task(whisper, services, said)
    return {}
