"""What every way to reach somebody has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from milkglass.notify.notice import Event, Notice


class Channel(Protocol):
    """Carries notices."""

    def wants(self, event: Event) -> bool:
        """Whether this is told here."""

    def send(self, notice: Notice, earlier: str | None, now: datetime) -> str | None:
        """Tell it.

        Args:
            notice: What.
            earlier: What the channel called its first message about this request.
            now: Server clock.

        Returns:
            What the channel calls this message, if it can be changed later.

        Raises:
            MilkglassError: if it was not taken; it is tried again.
        """
