"""Passkeys: a ceremony is begun from a session, answered in a browser by whoever holds its ticket, and used up by the first answer.

A ticket is worth nothing without a passkey of the account it was made for, and what it opens stays with the session that
began: so the browser needs no session of its own. Read after ``identity/passkeys.py``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from milkglass.audit.entry import Actor, Draft, EntryType, Out
from milkglass.errors import StateError, StepUpError, UsageError
from milkglass.identity.passkeys import (
    LIFETIME,
    MOST,
    Passkeys,
    Site,
    asserted,
    assertion_options,
    challenge_for,
    refused,
    registered,
    registration_options,
)
from milkglass.service.caller import caller_of, change_by
from milkglass.service.change_password import prove_password
from milkglass.service.factor import spend_code
from milkglass.service.services import change, look
from milkglass.service.step_up import check_usable
from milkglass.service.trusted import NOT_FOUND, find_passkeys

if TYPE_CHECKING:
    from milkglass.access.grant import Grant
    from milkglass.identity.passkeys import Passkey
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Look, Services

_TICKET_BYTES = 32
_TICKET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}", re.ASCII)
_FACTOR = "passkey"
_ENROL, _GRANT = "enrol", "grant"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A question that waits for a touch.

    Args:
        content: What the touch is for; the challenge is a hash of it.
        challenge: Hex.
        ends_at: RFC 3339.
    """

    content: dict[str, Any]
    challenge: str
    ends_at: str

    @property
    def account(self) -> str:
        """Whose passkey has to answer."""
        return str(self.content["account"])


@dataclass(frozen=True, slots=True)
class Begun:
    """A ceremony just begun: the ticket, and the address of the page that takes it."""

    ticket: str = field(repr=False)
    url: str = field(repr=False)


def begin_passkey(services: Services, caller: Caller, label: str, password: str, code: str) -> Begun:
    """Begin to add a passkey.

    Args:
        services: The services.
        caller: Whose passkey.
        label: What its owner calls it.
        password: Once more, so that a stolen session alone cannot do it.
        code: A code of the one-time code factor, which has to be enrolled first.

    Raises:
        UsageError: if the label does not fit.
        SignInError: if the password is not right.
        StepUpError: if the code is refused.
        StateError: if there are ten passkeys.
    """
    if not _LABEL.fullmatch(label):
        raise UsageError("a label is 1 to 63 letters, digits, spaces, dots, underscores and hyphens")
    prove_password(services, caller, password)
    spend_code(services, caller, code)
    with change_by(services, caller) as (at, now_caller):
        known = find_passkeys(services, at, now_caller.name)
        if len(known.keys) >= MOST:
            raise StateError("there are ten passkeys already", hint="remove one with milkglass passkey remove")
        return _begin(services, at, now_caller, known, {"purpose": _ENROL, "label": label})


def begin_step_up(services: Services, caller: Caller, grant_id: str) -> Begun:
    """Begin to step up for one grant in the caller's session.

    Raises:
        UsageError, DeniedError, StateError: as ``step_up`` does.
        StepUpError: if the caller has no passkey; code ``identity.step_up.missing``.
    """
    with change_by(services, caller) as (at, now_caller):
        grant = check_usable(services, at, now_caller, grant_id)
        known = find_passkeys(services, at, now_caller.name)
        if not known.keys:
            raise StepUpError("there is no passkey", code="identity.step_up.missing", hint="run milkglass passkey add")
        return _begin(services, at, now_caller, known, {"purpose": _GRANT, "grant": _terms(grant)})


def options_of(services: Services, ticket: str) -> dict[str, Any]:
    """What the browser is to ask its authenticator, and what for.

    Raises:
        StepUpError: if the ticket is none, used or over.
    """
    with look(services) as at:
        ceremony, known = _ceremony(services, at, ticket)
    challenge, site = bytes.fromhex(ceremony.challenge), _site(services)
    if ceremony.content["purpose"] == _ENROL:
        return {"create": registration_options(site, ceremony.account, known, challenge), "for": ceremony.content}
    return {"get": assertion_options(site, known, challenge), "for": ceremony.content}


def answer(services: Services, ticket: str, said: dict[str, Any]) -> str:
    """Take the answer of an authenticator; what it was for. The ticket is used up, whatever the authenticator said.

    Raises:
        StepUpError: if the ticket is none, used or over, or the answer is not accepted.
        DeniedError, StateError: if the grant may not be used any more.
    """
    with change(services) as at:
        ceremony, known = _ceremony(services, at, ticket)
        services.identity.drop_ceremony(at.conn, _hash(ticket))
        caller = caller_of(services, at, bytes.fromhex(ceremony.content["session"]))
        failed = _take(services, at, caller, _Touch(ceremony, known, said))
    if failed is not None:
        raise failed
    return str(ceremony.content["purpose"])


def list_passkeys(services: Services, caller: Caller) -> tuple[Passkey, ...]:
    """The caller's passkeys."""
    with look(services) as at:
        return find_passkeys(services, at, caller.name).keys


def remove_passkey(services: Services, caller: Caller, key_id: str, password: str) -> None:
    """Remove one of the caller's passkeys.

    Raises:
        SignInError: if the password is not right.
        UsageError: if there is none of this id; code ``usage.unknown``.
    """
    prove_password(services, caller, password)
    with change_by(services, caller) as (at, now_caller):
        known = find_passkeys(services, at, now_caller.name)
        if known.find(key_id) is None:
            raise UsageError("there is no such passkey", code=NOT_FOUND)
        services.identity.put_passkeys(at.conn, now_caller.name, known.rewritten(without=key_id))
        at.record(_entry(EntryType.FACTOR_RESET, now_caller.actor, caller.sess, now_caller.name))


@dataclass(frozen=True, slots=True)
class _Touch:
    ceremony: Ceremony
    known: Passkeys
    said: dict[str, Any]


def _take(services: Services, at: Change, caller: Caller, touch: _Touch) -> StepUpError | None:
    """Record what follows from the answer; the refusal to raise **after** the transaction has committed, or None."""
    content, challenge = touch.ceremony.content, bytes.fromhex(touch.ceremony.challenge)
    site, is_new = _site(services), content["purpose"] == _ENROL
    entry = _entry(EntryType.FACTOR_ENROL if is_new else EntryType.STEPUP_OK, caller.actor, caller.sess, caller.name)
    if not is_new:
        grant = check_usable(services, at, caller, content["grant"]["id"])
        entry = replace(entry, grant=grant.id, req=grant.request_id)
        if _terms(grant) != content["grant"]:
            return refused()
    try:
        if is_new:
            key = registered(site, touch.said, challenge, content["label"])
        else:
            key = asserted(site, touch.said, challenge, touch.known)
    except StepUpError as error:
        at.record(
            replace(entry, type=entry.type if is_new else EntryType.STEPUP_REFUSE, out=Out.DENIED, why=error.code)
        )
        return error
    services.identity.put_passkeys(at.conn, caller.name, touch.known.rewritten(without=key.id, add=key))
    at.record(entry)
    return None


def _begin(services: Services, at: Change, caller: Caller, known: Passkeys, content: dict[str, Any]) -> Begun:
    ticket = base64.urlsafe_b64encode(services.random(_TICKET_BYTES)).rstrip(b"=").decode("ascii")
    whole = {**content, "account": caller.name, "session": caller.session.id_hash.hex(), "rev": known.rev}
    challenge = challenge_for(whole, services.random(_TICKET_BYTES))
    ceremony = Ceremony(whole, challenge.hex(), (at.now + LIFETIME).isoformat())
    plain = json.dumps([ceremony.content, ceremony.challenge, ceremony.ends_at]).encode()
    services.identity.put_ceremony(at.conn, caller.name, _hash(ticket), plain)
    return Begun(ticket, f"{services.settings.origin}/factor#{ticket}")


def _ceremony(services: Services, at: Look, ticket: str) -> tuple[Ceremony, Passkeys]:
    """The ceremony and the passkeys of its account, if nothing was answered or changed since it began."""
    plain = services.identity.ceremony(at.conn, _hash(ticket)) if _TICKET.fullmatch(ticket) else None
    if plain is None:
        raise refused()
    ceremony = Ceremony(*json.loads(plain))
    known = find_passkeys(services, at, ceremony.account)
    if at.now >= datetime.fromisoformat(ceremony.ends_at) or ceremony.content["rev"] != known.rev:
        raise refused()
    return ceremony, known


def _terms(grant: Grant) -> dict[str, Any]:
    """Everything about a grant that a touch stands for, as the page shows it and the challenge holds it."""
    return {
        "id": grant.id,
        "services": sorted(grant.scope.services),
        "kinds": sorted(grant.scope.kinds),
        "from": grant.scope.log_from.isoformat(),
        "to": grant.scope.log_to.isoformat(),
        "until": grant.expires_at.isoformat(),
    }


def _entry(entry_type: EntryType, actor: Actor, sess: str, about: str) -> Draft:
    return Draft(type=entry_type, actor=actor, sess=sess, about=about, factor=_FACTOR)


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("ascii", "replace")).digest()


def _site(services: Services) -> Site:
    origin = services.settings.origin
    return Site(origin, urlsplit(origin).hostname or "")
