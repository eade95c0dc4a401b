"""Sends messages in the background while a server runs. What goes wrong here is logged, and touches no request."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from milkglass.service.deliver import deliver_due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milkglass.service.services import Services

_log = logging.getLogger(__name__)
_EVERY_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 15.0


@contextmanager
def courier(services: Services) -> Iterator[None]:
    """Sends what is due until it is left; nothing to do without channels."""
    if not services.context.channels:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(services, stop), name="courier", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_PATIENCE_SECONDS)


def _run(services: Services, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            taken = deliver_due(services)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round may work; its message must not leave
            _log.error("messages cannot be sent just now: %s", type(error).__name__)
            taken = 0
        if not taken:
            stop.wait(_EVERY_SECONDS)
