"""Whether a body really comes from whom it says: one check for each way of signing. Pure; every refusal sounds the same.

Sources: PagerDuty "Verifying webhook signatures" (``X-PagerDuty-Signature``), GitHub "Validating webhook deliveries"
(``X-Hub-Signature-256``; Jira Cloud signs alike in ``X-Hub-Signature``), Standard Webhooks 1.0 (incident.io by way of Svix).
"""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from standardwebhooks.webhooks import Webhook

from milkglass.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TOLERANCE: Final = timedelta(minutes=5)
_MOST_SIGNATURES: Final = 10
_SECONDS: Final = re.compile(r"[0-9]{1,11}")


def check_hex(signatures: str, prefix: str, body: bytes, secrets: Sequence[str]) -> None:
    """HMAC-SHA256 of the raw body in hex, behind a prefix; one of several, parted by commas, is enough.

    Raises:
        SignInError: if none fits.
    """
    given = [one.strip() for one in signatures.split(",")][:_MOST_SIGNATURES]
    wanted = [prefix + hmac.new(secret.encode(), body, "sha256").hexdigest() for secret in secrets]
    _require(given, wanted)


def check_bearer(header: str, secrets: Sequence[str]) -> None:
    """A secret as it is, for senders that cannot sign.

    Raises:
        SignInError: if it is another one.
    """
    scheme, _, token = header.partition(" ")
    _require([token if scheme.lower() == "bearer" else ""], secrets)


def check_standard(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """Standard Webhooks, under the names of the specification or of Svix; the id of the message.

    Raises:
        SignInError: if no signature fits, or it was made more than five minutes before or after now.
    """
    message_id, sent, signatures = (
        headers.get(f"webhook-{name}") or headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")
    )
    if not message_id or not _SECONDS.fullmatch(sent):
        raise refused()
    at = datetime.fromtimestamp(int(sent), UTC)
    if abs(now - at) > TOLERANCE:
        raise refused()
    wanted = [_sign(secret, message_id, at, body) for secret in secrets]
    _require(signatures.split(" ")[:_MOST_SIGNATURES], wanted)
    return message_id


def refused() -> SignInError:
    """The one refusal."""
    return SignInError("this call is not signed as it should be", hint="docs/howto/connect-incidents.md")


def _sign(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    try:
        return str(Webhook(secret).sign(message_id, at, body.decode()))
    except UnicodeDecodeError:
        raise refused() from None


def _require(given: Iterable[str], wanted: Iterable[str]) -> None:
    """Every pair is compared, so that the time tells nothing."""
    sent, right = ([one.encode("utf-8", "surrogateescape") for one in texts if one] for texts in (given, wanted))
    fits = [hmac.compare_digest(one, other) for one in sent for other in right]
    if not any(fits):
        raise refused()
