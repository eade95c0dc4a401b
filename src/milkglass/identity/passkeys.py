"""Passkeys (W3C WebAuthn level 3): the challenge is a hash of what the touch is for, so an answer fits one purpose only.

User verification is required. Pure, on the library ``webauthn``; ``service/passkeys.py`` keeps ceremonies and counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from milkglass.errors import StepUpError

if TYPE_CHECKING:
    from collections.abc import Mapping

LIFETIME = timedelta(minutes=5)
"""Between the question and the touch."""
MOST = 10
_TAG = b"milkglass/v1/passkey-challenge"
_NAME = "milkglass"


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys belong: the origin that browsers show, ``https://HOST`` or ``http://localhost:PORT``, and its host."""

    origin: str
    rp_id: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A public key and what its authenticator last counted; ids and keys are hex."""

    id: str
    public_key: str
    sign_count: int
    label: str


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The passkeys of an account.

    Args:
        keys: In the order in which they were added.
        rev: How often the row was written; the log counts with it.
    """

    keys: tuple[Passkey, ...] = ()
    rev: int = 0

    def find(self, key_id: str) -> Passkey | None:
        """The passkey of this id."""
        return next((key for key in self.keys if key.id == key_id), None)

    def rewritten(self, *, without: str, add: Passkey | None = None) -> Passkeys:
        """The next row: without the passkey of this id, and with another one."""
        kept = tuple(key for key in self.keys if key.id != without)
        return Passkeys(kept if add is None else (*kept, add), self.rev + 1)

    def to_bytes(self) -> bytes:
        """What is sealed."""
        keys = [[key.id, key.public_key, key.sign_count, key.label] for key in self.keys]
        return json.dumps([self.rev, keys]).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> Passkeys:
        """Read what ``to_bytes`` wrote."""
        rev, keys = json.loads(plain)
        return cls(tuple(Passkey(*key) for key in keys), rev)


def challenge_for(content: Mapping[str, Any], nonce: bytes) -> bytes:
    """SHA-256 over a tag, a nonce and everything the touch is for.

    Args:
        content: Purpose, account, session, and for a grant its id, scope and window.
        nonce: 32 random bytes, used once.
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(_TAG + len(nonce).to_bytes(1, "big") + nonce + text.encode()).digest()


def registration_options(site: Site, name: str, known: Passkeys, challenge: bytes) -> dict[str, Any]:
    """What ``navigator.credentials.create`` gets, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=_NAME,
        user_name=name,
        user_id=hashlib.sha256(b"milkglass/v1/passkey-user" + name.encode()).digest(),
        challenge=challenge,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return _as_json(options)


def assertion_options(site: Site, known: Passkeys, challenge: bytes) -> dict[str, Any]:
    """What ``navigator.credentials.get`` gets, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenge,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _as_json(options)


def registered(site: Site, answer: dict[str, Any], challenge: bytes, label: str) -> Passkey:
    """The passkey that a browser made.

    Raises:
        StepUpError: if anything about it is not as asked; the reason is not told.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _REFUSALS:
        raise refused() from None
    return Passkey(made.credential_id.hex(), made.credential_public_key.hex(), made.sign_count, label)


def asserted(site: Site, answer: dict[str, Any], challenge: bytes, known: Passkeys) -> Passkey:
    """The passkey that answered, with its new count.

    Raises:
        StepUpError: if it is none of the known ones, or anything is not as asked: origin, challenge, verification of the user,
            signature, or a count that did not grow (WebAuthn section 6.1.1; authenticators without a counter say 0 always).
    """
    try:
        raw = webauthn.base64url_to_bytes(answer["rawId"])
        key = known.find(raw.hex())
        if key is None:
            raise refused()
        seen = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=bytes.fromhex(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _REFUSALS:
        raise refused() from None
    return replace(key, sign_count=seen.new_sign_count)


def refused() -> StepUpError:
    """The one refusal, whatever was wrong."""
    return StepUpError("the passkey is not accepted", hint="begin again from the command line")


_REFUSALS = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError)


def _descriptors(known: Passkeys) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes.fromhex(key.id)) for key in known.keys]


def _as_json(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found
