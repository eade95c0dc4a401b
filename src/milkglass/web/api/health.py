"""``/v1/health``: whether database and log answer; says nothing else."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from milkglass.service.services import look
from milkglass.web.api.common import Server  # noqa: TC001 - FastAPI reads the annotations

router = APIRouter()


@router.get("/health")
def get_health(services: Server) -> dict[str, Any]:
    """Whether the server can work."""
    with look(services):
        return {"ok": True}
