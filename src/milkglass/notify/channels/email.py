"""E-mail to those who review: one line and a link. Whoever follows the link, a mail scanner too, has changed nothing. IO."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from milkglass.errors import MissingPartError
from milkglass.notify.notice import Event

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.notify.notice import Notice

_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in; TLS unless it is this very machine."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    is_local: bool = False


class EmailChannel:
    """Mail to a list of people.

    Args:
        server: Takes the mail.
        sender: From whom.
        receivers: To whom.
    """

    def __init__(self, server: MailServer, sender: str, receivers: tuple[str, ...]) -> None:
        self._server, self._sender, self._receivers = server, sender, receivers

    def wants(self, event: Event) -> bool:
        """Only what somebody has to answer, or has to look at."""
        return event in {Event.PENDING, Event.BREAK_GLASS}

    def send(self, notice: Notice, earlier: str | None, now: datetime) -> str | None:
        """Hand in a mail. Its ``Message-ID`` is the same however often it is sent.

        Raises:
            MissingPartError: if the server did not take it.
        """
        message = self._message(notice)
        try:
            with smtplib.SMTP(self._server.host, self._server.port, timeout=_TIMEOUT_SECONDS) as smtp:
                if not self._server.is_local:
                    smtp.starttls(context=ssl.create_default_context())
                if self._server.user is not None and self._server.password is not None:
                    smtp.login(self._server.user, self._server.password)
                smtp.send_message(message, self._sender, list(self._receivers))
        except (OSError, smtplib.SMTPException):
            raise MissingPartError("the mail server did not take a message") from None
        return None

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = f"milkglass: {notice.headline}"
        message["From"], message["To"] = self._sender, ", ".join(self._receivers)
        message["Message-ID"] = f"<{notice.id}@{self._sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(notice.at)
        message["Auto-Submitted"] = "auto-generated"
        incident = f" for incident {notice.incident}" if notice.incident else ""
        wanted = (
            f"It needs {notice.approvals_needed} approval(s)." if notice.event is Event.PENDING else "Look at it now."
        )
        message.set_content(
            f"{notice.headline}, for {notice.minutes} minutes{incident}.\n{wanted}\n\n"
            f"Read the reason and answer there; following the link alone answers nothing:\n{notice.url}\n"
        )
        return message
