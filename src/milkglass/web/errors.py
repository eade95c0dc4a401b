"""Errors on their way out: the one shape, the status by class, and never anything of what was sent."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from milkglass.errors import (
    AuditError,
    DeniedError,
    IdentityError,
    KeysError,
    MilkglassError,
    MissingPartError,
    ScopeError,
    StateError,
    StorageError,
    UsageError,
)
from milkglass.service.factor import LOCKED
from milkglass.service.trusted import NOT_FOUND

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

_log = logging.getLogger(__name__)
_BY_CODE = {
    NOT_FOUND: 404,
    LOCKED: 429,
    "access.too_many": 429,
    "usage.too_large": 413,
    "usage.method": 405,
    "keys.conflict": 409,
    "keys.row": 400,
    "keys.pair": 400,
}
_HTTP = {
    404: (NOT_FOUND, "there is nothing at this address"),
    405: ("usage.method", "this address does not take this verb"),
}
_BY_CLASS: tuple[tuple[type[MilkglassError], int], ...] = (
    (UsageError, 400),
    (IdentityError, 401),
    (DeniedError, 403),
    (ScopeError, 403),
    (StateError, 409),
    (AuditError, 503),
    (StorageError, 503),
    (KeysError, 503),
    (MissingPartError, 503),
)


def to_response(error: MilkglassError) -> JSONResponse:
    """The answer for an error."""
    by_class = next((status for kind, status in _BY_CLASS if isinstance(error, kind)), 500)
    status = _BY_CODE.get(error.code, by_class)
    body = {"code": error.code, "message": error.message, "hint": error.hint}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None  # noqa: PLR2004 - RFC 9110 section 15.5.2
    return JSONResponse({"error": body}, status, headers)


def unexpected(error: Exception) -> JSONResponse:
    """The answer for a defect. The log gets class and place: a message or a local variable could hold a value."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
    _log.error("%s at %s", type(error).__name__, place)
    return to_response(MilkglassError("the server failed", hint="its log says where"))


def install(app: FastAPI) -> None:
    """Answer every error in the one shape."""
    app.add_exception_handler(MilkglassError, _on_milkglass_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


async def _on_milkglass_error(_request: Request, error: Exception) -> JSONResponse:
    return to_response(error) if isinstance(error, MilkglassError) else unexpected(error)


async def _on_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Names the field if it is one of ours; what was sent is never repeated."""
    where = _field_of(error) if isinstance(error, RequestValidationError) else None
    message = "the body does not fit" if where is None else f"field {where} does not fit"
    return to_response(UsageError(message, hint="docs/reference/http-api.md"))


def _field_of(error: RequestValidationError) -> str | None:
    """The first field at fault, unless its name was made up by the sender."""
    first = error.errors()[0]
    if first["type"] in {"extra_forbidden", "json_invalid"}:
        return None
    names = [part for part in first["loc"][1:] if isinstance(part, str)]
    return names[0] if names else None


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code, message = _HTTP.get(status, (UsageError.code, "the body cannot be read"))
    return to_response(UsageError(message, code=code, hint="docs/reference/http-api.md"))
