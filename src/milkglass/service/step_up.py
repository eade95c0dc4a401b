"""Give the second factor for one grant, in one session. Who may not use the grant is refused before any code is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.principal import is_same_person
from milkglass.errors import DeniedError, StateError
from milkglass.service.caller import change_by
from milkglass.service.deciding import refuse_administrators
from milkglass.service.factor import try_code
from milkglass.service.trusted import find_grant, incident_is_open

if TYPE_CHECKING:
    from milkglass.access.grant import Grant
    from milkglass.service.caller import Caller
    from milkglass.service.services import Look, Services


def step_up(services: Services, caller: Caller, grant_id: str, code: str) -> None:
    """Open the caller's grant for the caller's session.

    Raises:
        UsageError: if there is no such grant.
        DeniedError: if it is somebody else's.
        StateError: if its window is not open.
        StepUpError: if the code is refused, or the factor missing or locked.
    """
    with change_by(services, caller) as (at, now_caller):
        grant = check_usable(services, at, now_caller, grant_id)
        refused = try_code(services, at, now_caller, code, grant=grant)
    if refused is not None:
        raise refused


def check_usable(services: Services, at: Look, caller: Caller, grant_id: str) -> Grant:
    """The grant, if the caller may use it now; raises as ``step_up`` does."""
    grant = find_grant(services, at, grant_id)
    refuse_administrators(caller)
    if not is_same_person(grant.holder, caller.name):
        raise DeniedError(f"grant {grant_id} belongs to somebody else")
    if not grant.is_usable(at.now, incident_open=incident_is_open(services, at, grant)):
        raise StateError(f"grant {grant_id} is not open", hint="ask again with a new request")
    return grant
