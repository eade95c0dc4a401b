"""Link a person in chat to an account: asked for here, shown in chat, confirmed here. One of the three alone links nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import StateError, UsageError
from milkglass.notify.links import Code, Link
from milkglass.service.caller import change_by
from milkglass.service.facts import Counted
from milkglass.service.services import change, look
from milkglass.service.trusted import find_chat_link

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services

HOLDS_FOR: Final = timedelta(minutes=10)
_CODE_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to send from chat, shown once."""

    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class ChatView:
    """Who in chat is linked, and who sent the code and waits to be confirmed."""

    linked: str | None
    claimed_by: str | None


def begin_link(services: Services, caller: Caller) -> NewCode:
    """Make a code; an earlier one of the same account ends."""
    code = base64.b32encode(services.random(_CODE_BYTES)).decode().lower()
    with change_by(services, caller) as (at, now_caller):
        until = at.now + HOLDS_FOR
        services.links.put_code(at.conn, _hash(code), Code(now_caller.name, until, None))
    return NewCode(code, until)


def claim_link(services: Services, code: str, person: str) -> None:
    """Somebody sent a code from chat; whoever asked for it has to confirm.

    Raises:
        UsageError: if there is no such code, or it is over, or was sent before.
    """
    with change(services) as at:
        found = services.links.code(at.conn, _hash(code.lower()))
        if found is None or at.now >= found.until or found.claimed_by is not None:
            raise UsageError("this code is not known, or is over", hint="make another with `milkglass chat link`")
        services.links.put_code(at.conn, _hash(code.lower()), Code(found.account, found.until, person))


def confirm_link(services: Services, caller: Caller, person: str) -> None:
    """The account says that this person in chat is its own.

    Args:
        services: The services.
        caller: Whose code it was.
        person: Who sent it, as shown by ``chat_of``: what was not seen is not confirmed.

    Raises:
        StateError: if that person did not send the code in time, or belongs to another account.
    """
    with change_by(services, caller) as (at, now_caller):
        code = services.links.code_of(at.conn, now_caller.name)
        if code is None or at.now >= code.until or code.claimed_by is None or code.claimed_by != person:
            raise StateError("nobody of that name in chat sent your code in time", hint="milkglass chat link")
        if find_chat_link(services, at, person) is not None:
            raise StateError("this person in chat belongs to an account already", hint="unlink it there first")
        services.links.drop_code(at.conn, now_caller.name)
        _write(services, at, now_caller, person)


def unlink(services: Services, caller: Caller) -> None:
    """Nobody in chat is the caller any more.

    Raises:
        StateError: if nobody was.
    """
    with change_by(services, caller) as (at, now_caller):
        link = services.links.link_of(at.conn, now_caller.name)
        if link is None or link.person is None:
            raise StateError("nobody in chat is linked to your account")
        _write(services, at, now_caller, None)


def chat_of(services: Services, caller: Caller) -> ChatView:
    """Who in chat is the caller, and who wants to be."""
    with look(services) as at:
        link = services.links.link_of(at.conn, caller.name)
        code = services.links.code_of(at.conn, caller.name)
    waits = None if code is None or at.now >= code.until else code.claimed_by
    return ChatView(None if link is None else link.person, waits)


def _write(services: Services, at: Change, caller: Caller, person: str | None) -> None:
    rev = at.count(Counted.CHAT, caller.name) + 1
    services.links.put_link(at.conn, Link(caller.name, person, rev))
    kind = EntryType.CHAT_UNLINK if person is None else EntryType.CHAT_LINK
    at.record(Draft(type=kind, actor=caller.actor, sess=caller.sess, about=person))


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).digest()
