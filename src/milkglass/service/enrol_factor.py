"""Enrol a TOTP factor: show a secret once, and keep it when a code proves that it arrived."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milkglass.audit.entry import Draft, EntryType, Out
from milkglass.errors import StateError, StepUpError
from milkglass.identity.recovery import WAIT
from milkglass.identity.store import Factor
from milkglass.identity.totp import Accepted, check, new_secret, provisioning_uri, secret_text
from milkglass.service.caller import change_by
from milkglass.service.change_password import prove_password
from milkglass.service.factor import spend_code
from milkglass.service.facts import Counted
from milkglass.service.trusted import find_factor

if TYPE_CHECKING:
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, Services


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret on its way into an app; shown once."""

    uri: str = field(repr=False)
    secret: str = field(repr=False)


def begin_enrolment(services: Services, caller: Caller, password: str, code: str | None = None) -> Enrolment:
    """Make a secret and show it to the caller; it counts for nothing until it is confirmed.

    Args:
        services: The services.
        caller: Whose factor.
        password: Once more, so that a stolen session alone cannot do it.
        code: A code of the present factor, if there is one.

    Raises:
        SignInError: if the password is not right.
        StateError: if there is a factor and neither a code of it nor, a day ago, a recovery code was given.
        StepUpError: if the code is refused.
    """
    prove_password(services, caller, password)
    if code is not None:
        spend_code(services, caller, code)
    secret = new_secret(services.random)
    with change_by(services, caller) as (at, now_caller):
        if code is None and find_factor(services, at, now_caller.name) is not None:
            _check_recovery(at, now_caller.name)
        nth = at.count(Counted.ENROLLED, now_caller.name)
        services.identity.put_pending_factor(at.conn, now_caller.name, secret, nth)
    return Enrolment(provisioning_uri(secret, caller.name), secret_text(secret))


def confirm_enrolment(services: Services, caller: Caller, code: str) -> None:
    """Keep the pending secret, because a code of it is right.

    Raises:
        StateError: if no enrolment was begun.
        StepUpError: if the code is not right; begin again after it.
    """
    with change_by(services, caller) as (at, now_caller):
        nth = at.count(Counted.ENROLLED, now_caller.name)
        secret = services.identity.pending_secret(at.conn, now_caller.name, nth)
        if secret is None:
            raise StateError("no enrolment of a second factor was begun", hint="run milkglass totp enrol")
        services.identity.drop_pending_factor(at.conn, now_caller.name)
        answer = check(secret, code, services.clock(), None)
        entry = Draft(
            type=EntryType.FACTOR_ENROL, actor=now_caller.actor, sess=caller.sess, about=now_caller.name, factor="totp"
        )
        if isinstance(answer, Accepted):
            uses = at.count(Counted.CODES, now_caller.name) + 1
            services.identity.put_factor(at.conn, now_caller.name, Factor(secret, answer.step, uses))
            at.record(entry)
            return
        at.record(replace(entry, out=Out.DENIED, why=StepUpError.code))
    raise StepUpError("the code is not right", hint="begin the enrolment again, and look at the clock of the phone")


def _check_recovery(at: Change, name: str) -> None:
    """Refuse to replace a factor without a code of it, unless a recovery code was given a day ago and nobody objected."""
    since = at.facts.recovering_since(name, at.size)
    if since is None:
        raise StateError("a second factor is enrolled already", hint="give a code of it to replace it")
    if at.now < since + WAIT:
        raise StateError(
            "a recovery code was given less than 24 hours ago", hint="enrol after that, or ask an administrator"
        )
