"""Makes the application: routes, error shape, guard. No page that describes the API to strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from milkglass.web import errors
from milkglass.web.api import (
    accounts,
    audit,
    erasures,
    grants,
    health,
    incidents,
    keyring,
    me,
    on_call,
    policy,
    requests,
    reveal,
    sessions,
    subjects,
)
from milkglass.web.guard import Guard

if TYPE_CHECKING:
    from milkglass.service.services import Services

_RESOURCES = (
    accounts,
    audit,
    erasures,
    grants,
    health,
    incidents,
    keyring,
    me,
    on_call,
    policy,
    requests,
    reveal,
    sessions,
    subjects,
)


def create_app(services: Services) -> FastAPI:
    """The application over these services."""
    app = FastAPI(title="milkglass", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.services = services
    for resource in _RESOURCES:
        app.include_router(resource.router, prefix="/v1")
    errors.install(app)
    app.add_middleware(Guard)
    return app
