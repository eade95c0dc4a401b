"""``/v1/credentials``: API credentials of oneself, or for administrators of a service (``?account=``)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import Field

from milkglass.service.credentials import Terms, add_credential, end_credential, list_credentials
from milkglass.web.api.common import Body, Server, Signed, moment

if TYPE_CHECKING:
    from milkglass.identity.credentials import Credential

router = APIRouter()


class NewCredential(Body):
    """What the credential shall be, and the password once more."""

    label: str = Field(max_length=256)
    scopes: list[str] = Field(max_length=32)
    days: int = Field(ge=1, le=365)
    account: str | None = Field(default=None, max_length=256)
    password: str = Field(max_length=2048)


@router.post("/credentials", status_code=201)
def post_credential(body: NewCredential, services: Server, caller: Signed) -> dict[str, Any]:
    """Make a credential; its text is in this answer only."""
    terms = Terms(body.label, body.scopes, timedelta(days=body.days), body.account)
    made = add_credential(services, caller, terms, body.password)
    return {**_to_json(made.credential), "credential": made.text}


@router.get("/credentials")
def get_credentials(services: Server, caller: Signed, account: str | None = None) -> list[dict[str, Any]]:
    """Credentials that live."""
    return [_to_json(one) for one in list_credentials(services, caller, account)]


@router.delete("/credentials/{credential_id}")
def delete_credential(
    credential_id: str, services: Server, caller: Signed, account: str | None = None
) -> dict[str, Any]:
    """End a credential."""
    end_credential(services, caller, credential_id, account)
    return {}


def _to_json(one: Credential) -> dict[str, Any]:
    return {
        "id": one.audit_id,
        "account": one.account,
        "label": one.label,
        "scopes": sorted(one.scopes),
        "made_at": moment(one.made_at),
        "ends_at": moment(one.ends_at),
        "seen_at": moment(one.seen_at),
    }
