"""Shared by the resources: the services, the caller, the base of every body, and times as text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict

from milkglass.errors import SignInError
from milkglass.service.caller import Caller, identify
from milkglass.service.services import Services

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_TOKEN = 128


class Body(BaseModel):
    """A body without surprises: no unknown fields, no guessing of types, nothing of it in errors."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    __str__ = __repr__


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN:
        raise SignInError("you are not signed in", hint="sign in with `milkglass login`")
    return token


def _caller(request: Request) -> Caller:
    return identify(_services(request), _token(request))


def _newcomer(request: Request) -> Caller:
    return identify(_services(request), _token(request), may_have_first_password=True)


def _scoped(scope: str) -> Callable[[Request], Caller]:
    def caller(request: Request) -> Caller:
        return identify(_services(request), _token(request), scope=scope)

    return caller


Server = Annotated[Services, Depends(_services)]
"""The services."""
Signed = Annotated[Caller, Depends(_caller)]
"""The caller, whose password is their own, in a session: no API credential does."""
AccountsReader = Annotated[Caller, Depends(_scoped("accounts:read"))]
"""A caller in a session, or with an API credential of this scope; so are the following."""
AuditReader = Annotated[Caller, Depends(_scoped("audit:read"))]
GrantsReader = Annotated[Caller, Depends(_scoped("grants:read"))]
IncidentsReader = Annotated[Caller, Depends(_scoped("incidents:read"))]
IncidentsWriter = Annotated[Caller, Depends(_scoped("incidents:write"))]
KeyringWriter = Annotated[Caller, Depends(_scoped("keyring:write"))]
OnCallReader = Annotated[Caller, Depends(_scoped("on-call:read"))]
OnCallWriter = Annotated[Caller, Depends(_scoped("on-call:write"))]
RequestsReader = Annotated[Caller, Depends(_scoped("requests:read"))]
RequestsWriter = Annotated[Caller, Depends(_scoped("requests:write"))]
Newcomer = Annotated[Caller, Depends(_newcomer)]
"""The caller, who may still have a first password."""


def moment(when: datetime) -> str:
    """RFC 3339, UTC, milliseconds."""
    when = when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
