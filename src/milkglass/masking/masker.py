"""The masker: text in, the same text without personal data out. Where the flow of masking begins for every host.

Pure but for one thing: at the first line of a UTC day it writes the new day key's row to the keyring (``masking/daykey.py``).
If that fails it masks one-way and tries again a minute later; it never lets a value through and never stops the host.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, overload

from milkglass import _core
from milkglass.errors import MilkglassError, RulesetError
from milkglass.masking.daykey import DayKey, DaySecret, new_day
from milkglass.masking.enrolment import Enrolment, load
from milkglass.masking.finding import Finding
from milkglass.masking.keyring import is_service
from milkglass.masking.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STYLES = ("seal", "stars", "label")
RETRY_SECONDS = 60.0

_SECRET_BYTES = 32


class Masker:
    """Masks texts. Safe to share between threads; a forked process draws a key of its own.

    Args:
        style: ``seal`` (sealed values), ``stars`` (``***``) or ``label`` (``<EMAIL>``); ``seal`` if there is an enrolment,
            else ``stars``.
        service: Name of the service whose log this is; grants name it.
        enrolment: What ``milkglass keys enrol`` gave this host, or the file that holds it. Without one, ``seal`` is one-way.
        modes: ``d`` (opens under a grant) or ``o`` (never opens) for kinds that differ from their default.
        clock: Seconds since 1970 UTC.
        random: That many random bytes.

    Raises:
        RulesetError: The style, the service, a kind or a mode does not exist.
        MissingPartError: There is no such enrolment file.
        FormatError: The enrolment file is not one.
        KeysError: Others may write the enrolment file.
    """

    def __init__(
        self,
        style: str | None = None,
        *,
        service: str = "default",
        enrolment: Enrolment | Path | str | None = None,
        modes: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        _check(style, service, modes or {})
        self._enrolment = load(Path(enrolment)) if isinstance(enrolment, (str, Path)) else enrolment
        self._service, self._clock, self._random = service, clock, random
        self.style = style or ("stars" if enrolment is None else "seal")
        self._modes = dict(modes or {})
        self._start()
        _LIVING.add(self)

    def _start(self) -> None:
        self._core = _core.Masker(self.style, self._modes)
        self._lock = threading.Lock()
        self._from, self._until = (0.0, 0.0) if self.style == "seal" else (float("-inf"), float("inf"))
        self._problem: MilkglassError | None = None

    @property
    def problem(self) -> MilkglassError | None:
        """Why sealing is one-way at the moment, though there is an enrolment; None if it is not."""
        return self._problem

    def mask(self, text: str) -> str:
        """The text with every finding replaced; the very same object if there is none."""
        return self._ready().mask(text)

    def mask_lines(self, data: bytes) -> bytes:
        """As :meth:`mask`, for bytes in any encoding that contains ASCII."""
        return self._ready().mask_bytes(data)

    @overload
    def find(self, text: str) -> list[Finding]: ...
    @overload
    def find(self, text: bytes) -> list[Finding]: ...
    def find(self, text: str | bytes) -> list[Finding]:
        """What would be replaced, from left to right; positions are characters of a str, bytes of a bytes object."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        found = self._core.find(data)
        if len(data) != len(text):
            found = _in_characters(data, found)
        return [Finding(*finding) for finding in found]

    def stream(self) -> MaskStream:
        """A stream for bytes that come in pieces: it masks whole lines, and private keys over several lines."""
        return MaskStream(self._ready, self._ready().stream())

    def _ready(self) -> _core.Masker:
        """The core, with the key of today if it seals."""
        now = self._clock()
        if not self._from <= now < self._until:
            with self._lock:
                if not self._from <= now < self._until:
                    self._new_day(now)
        return self._core

    def _new_day(self, now: float) -> None:
        key, self._problem = None, None
        if self._enrolment is not None:
            key = self._draw(self._enrolment, now)
        if key is None:
            self._seal_one_way(now)
            return
        self._core.set_sealer(key.secret.expose(), self._service)
        key.secret.wipe()
        self._from, self._until = key.not_before, key.not_after

    def _draw(self, enrolment: Enrolment, now: float) -> DayKey | None:
        try:
            return new_day(enrolment, self._service, datetime.fromtimestamp(now, UTC), self._random)
        except MilkglassError as problem:
            self._problem = problem
        except (OSError, ValueError, OverflowError):
            self._problem = MilkglassError("the day key could not be made", hint="look at clock, disk and keyring")
        return None

    def _seal_one_way(self, now: float) -> None:
        """With a secret that is written nowhere: equal values stay equal until the next try, nothing opens."""
        secret = DaySecret(self._random(_SECRET_BYTES))
        self._core.set_sealer(secret.expose(), self._service, one_way=True)
        secret.wipe()
        forever = self._enrolment is None
        self._from, self._until = (float("-inf"), float("inf")) if forever else (now, now + RETRY_SECONDS)


class MaskStream:
    """Masks bytes that come in pieces. Made by :meth:`Masker.stream`; for one thread at a time."""

    def __init__(self, ready: Callable[[], object], stream: _core.Stream) -> None:
        self._ready, self._stream = ready, stream

    def feed(self, data: bytes) -> bytes:
        """The masked lines that this piece completes; an unfinished last line is held back."""
        self._ready()
        return self._stream.feed(data)

    def finish(self) -> bytes:
        """The last line, if it had no line end."""
        self._ready()
        return self._stream.finish()


_LIVING: weakref.WeakSet[Masker] = weakref.WeakSet()


def _after_fork() -> None:
    """The child's copy of a lock may be held by a thread that does not exist there; and two processes share no key."""
    for masker in list(_LIVING):
        masker._start()  # noqa: SLF001 - the module's own class


os.register_at_fork(after_in_child=_after_fork)


def _check(style: str | None, service: str, modes: Mapping[str, str]) -> None:
    if style is not None and style not in STYLES:
        raise RulesetError("there is no such style", hint=f"use one of: {', '.join(STYLES)}")
    if not is_service(service):
        raise RulesetError(
            "the name of a service is 1-63 of a-z, 0-9, dot, underscore and hyphen", hint="for example: payments-api"
        )
    for kind, mode in modes.items():
        if kind not in KINDS:
            raise RulesetError("a mode is set for a kind that does not exist", hint="see: milkglass kinds")
        if mode not in ("d", "o"):
            raise RulesetError(
                f"the mode of {kind} does not exist", hint="use d (opens under a grant) or o (never opens)"
            )


def _in_characters(data: bytes, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Positions in characters instead of bytes; one pass over the data."""
    done = characters = 0
    moved = []
    for start, end, kind in found:
        characters += _length(data[done:start])
        length = _length(data[start:end])
        moved.append((characters, characters + length, kind))
        characters, done = characters + length, end
    return moved


def _length(data: bytes) -> int:
    return len(data.decode("utf-8", "surrogatepass"))
