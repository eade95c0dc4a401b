"""Makes the application: routes, error shape, guard. No page that describes the API to strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from milkglass.web import errors, pages
from milkglass.web.api import (
    accounts,
    audit,
    chat,
    credentials,
    erasures,
    factor,
    grants,
    health,
    hooks,
    incidents,
    keyring,
    me,
    on_call,
    policy,
    requests,
    reveal,
    sessions,
    slack,
    subjects,
)
from milkglass.web.guard import Guard

if TYPE_CHECKING:
    from milkglass.service.services import Services

_RESOURCES = (
    accounts,
    audit,
    chat,
    erasures,
    credentials,
    factor,
    grants,
    health,
    hooks,
    incidents,
    keyring,
    me,
    on_call,
    policy,
    requests,
    reveal,
    sessions,
    slack,
    subjects,
)


def create_app(services: Services) -> FastAPI:
    """The application over these services."""
    app = FastAPI(title="milkglass", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.services = services
    for resource in _RESOURCES:
        app.include_router(resource.router, prefix="/v1")
    app.include_router(pages.router, include_in_schema=False)
    errors.install(app)
    app.add_middleware(Guard)
    return app
