"""What people do in Slack becomes what their account does here: an approval of low risk, a denial, a link.

Slack rings the bell and says who pressed; who that is, and what they may, is decided here as for every other call.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from milkglass.access.approval import Answer
from milkglass.access.decision import Rung
from milkglass.access.request import max_sensitivity
from milkglass.errors import MilkglassError, SignInError
from milkglass.notify.channels.slack import SlackChannel, may_approve
from milkglass.notify.slack_says import Claim, Press, check_signature, read, read_form
from milkglass.service.caller import Person
from milkglass.service.link_chat import claim_link
from milkglass.service.review_request import Verdict, write_verdict
from milkglass.service.services import change
from milkglass.service.take_report import KEPT_FOR
from milkglass.service.trusted import find_account, find_chat_link, find_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.service.services import Change, Services

NOT_LINKED = "Your Slack user is not linked to an account. Run `milkglass chat link`, and send the code here: /milkglass link CODE"
_SOURCE = "slack"


class Said:
    """What to say to whom."""

    def __init__(self, user: str, text: str) -> None:
        self.user, self.text = user, text


def take_http(services: Services, headers: Mapping[str, str], body: bytes) -> Said | None:
    """Take a signed call of Slack; nothing to say if it asks for nothing of ours, or came before.

    Raises:
        SignInError: if there is no Slack here that is answered over HTTP, or Slack did not sign this within five minutes.
        FormatError: if it is not what Slack sends.
    """
    secret = services.context.slack_signing_secret
    if secret is None:
        raise SignInError("this call is not signed as it should be", hint="docs/howto/approve-in-slack.md")
    check_signature(headers, body, secret, services.clock())
    return _take(services, read_form(body), body)


def take_socket(services: Services, payload: Any) -> Said | None:
    """Take what Slack sends over a socket that we opened.

    Raises:
        FormatError: if it is not what Slack sends.
    """
    return _take(services, read(payload), json.dumps(payload, sort_keys=True).encode())


def _take(services: Services, said: Press | Claim | None, body: bytes) -> Said | None:
    if said is None or not _is_new(services, body):
        return None
    try:
        text = _press(services, said) if isinstance(said, Press) else _claim(services, said)
    except MilkglassError as error:
        text = f"That did not work: {error.message}." + (f" Next: {error.hint}." if error.hint else "")
    return Said(said.by.user, text)


def _is_new(services: Services, body: bytes) -> bool:
    """Slack sends again what was not answered in time; its ``trigger_id`` makes every press another body."""
    digest = hashlib.sha256(body).hexdigest()
    with change(services) as at:
        if services.outside.is_known(at.conn, _SOURCE, digest):
            return False
        services.outside.remember(at.conn, _SOURCE, digest, at.now, at.now - 2 * KEPT_FOR)
    return True


def _claim(services: Services, claim: Claim) -> str:
    claim_link(services, claim.code, str(claim.by))
    return f"Now confirm that it is you: milkglass chat confirm {claim.by}"


def _press(services: Services, press: Press) -> str:
    with change(services) as at:
        person = _person(services, at, press)
        if person is None:
            return NOT_LINKED
        if press.approves and not _is_low_risk(services, at, press.request):
            return f"This is approved on its page: {services.context.public_url}/requests/{press.request}"
        answer = Answer.APPROVE if press.approves else Answer.DENY
        write_verdict(services, at, person, press.request, Verdict(answer))
    return "You approved it." if press.approves else "You denied it."


def _person(services: Services, at: Change, press: Press) -> Person | None:
    """The account of who pressed, if it is linked, switched on, and its password its own."""
    link = find_chat_link(services, at, str(press.by))
    account = None if link is None else find_account(services, at, link.account)
    return None if account is None or not account.active or account.must_change else Person(account)


def _is_low_risk(services: Services, at: Change, request_id: str) -> bool:
    """Asked again here: what a message once showed proves nothing."""
    slack = services.context.channels.get(_SOURCE)
    request = find_request(services, at, request_id)
    if not isinstance(slack, SlackChannel) or request.rung is not Rung.ONE_APPROVAL:
        return False
    sensitivity = max_sensitivity(request.scope, services.sensitivity)
    return may_approve(sensitivity, request.approvals_needed, approve_up_to=slack.approve_up_to)
