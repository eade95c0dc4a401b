"""The masker: text in, the same text without personal data out. Where the flow of masking begins for every host.

Pure but for two things. At the first line of a UTC day it writes the new day key's row to the keyring (``masking/daykey.py``).
If that fails it masks one-way and tries again a minute later. And at most once a second it looks whether its rules file changed
(``masking/rules.py``); a file that does not compile changes nothing. It never lets a value through and never stops the host.
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
from milkglass.masking.daykey import DayKey, DaySecret, new_chain, new_day
from milkglass.masking.enrolment import Enrolment, load
from milkglass.masking.explain import Explained, Explanation, Seen
from milkglass.masking.finding import Finding
from milkglass.masking.keyring import is_service
from milkglass.masking.kinds import KINDS
from milkglass.masking.rules import LOOK_SECONDS, Ruleset, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STYLES = ("seal", "stars", "label")
RETRY_SECONDS = 60.0

_SECRET_BYTES = 32
_NO_CHAIN = bytes(6)  # a masker that only withholds uses none
_TOO_LONG = MilkglassError(
    "a value is too long to be sealed (log stores cut words after 255 characters), it was withheld",
    code="masking.withheld",
    hint="nothing opens it; mask a shorter part of it by a rule of your own",
)
_ALWAYS = (float("-inf"), float("inf"))


def fresh_random(size: int, copying: Callable[[int], bytes] = os.urandom) -> bytearray:
    """Random bytes of the operating system, in a buffer that can be overwritten and of which nobody has a copy.

    ``os.urandom`` answers bytes, which stay in memory until something else is put there: whoever reads the memory of a masking
    process a day later would find the secret of the day. ``copying`` is asked only where ``/dev/urandom`` cannot be opened.
    """
    drawn = bytearray(size)
    try:
        with Path("/dev/urandom").open("rb", buffering=0) as source:
            filled = source.readinto(drawn)
    except OSError:  # no file left to open, or a root without devices
        filled = 0
    if filled != size:
        drawn[:] = copying(size)
    return drawn


class Masker:
    """Masks texts. Safe to share between threads; a forked process draws a key of its own.

    Args:
        style: ``seal`` (sealed values), ``stars`` (``***``) or ``label`` (``<EMAIL>``); ``seal`` if there is an enrolment,
            else ``stars``.
        service: Name of the service whose log this is; grants name it.
        enrolment: What ``milkglass keys enrol`` gave this host, or the file that holds it. Without one, ``seal`` is one-way.
        modes: ``d`` (opens under a grant, equal values look equal), ``r`` (opens under a grant, no two look alike; what was sealed
            cannot be opened with anything this process still has) or ``o`` (never opens) for kinds that differ from their default.
        rules: Rules of your own (``docs/reference/rules.md``): the file, which is read again when it changes, or a ruleset. A
            style or mode given here goes before those of the file for all kinds for which the file names none.
        clock: Seconds since 1970 UTC.
        random: That many random bytes; a bytearray is overwritten after use.

    Raises:
        RulesetError: The style, the service, a kind or a mode does not exist.
        RulesFileError: The rules file cannot be read or does not compile.
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
        rules: Ruleset | Path | str | None = None,
        clock: Callable[[], float] = time.time,
        random: Callable[[int], bytes | bytearray] = fresh_random,
    ) -> None:
        self._watch = Watch(Path(rules)) if isinstance(rules, (str, Path)) else None
        watched = None if self._watch is None else self._watch.ruleset
        self._rules: Ruleset | None = rules if isinstance(rules, Ruleset) else watched
        _check(style, service, modes or {}, self._rules)
        self._enrolment = load(Path(enrolment)) if isinstance(enrolment, (str, Path)) else enrolment
        self._service, self._clock, self._random = service, clock, random
        self._asked, self._modes = style, dict(modes or {})
        self._start()
        _LIVING.add(self)

    def _start(self) -> None:
        self.style = self._style(self._rules)
        rules = None if self._rules is None else self._rules.core
        self._core = _core.Masker(self.style, self._modes, rules, self._service)
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._key = (0.0, 0.0) if self._core.seals else _ALWAYS
        self._look = _ALWAYS if self._watch is None else (0.0, 0.0)
        self._from, self._until = 0.0, 0.0
        self._problem: MilkglassError | None = None
        self._rules_problem: MilkglassError | None = None

    def _style(self, rules: Ruleset | None) -> str:
        of_the_file = None if rules is None else rules.core.style(self._service)
        return self._asked or of_the_file or ("stars" if self._enrolment is None else "seal")

    @property
    def problem(self) -> MilkglassError | None:
        """What somebody should look at; None if all is well.

        Why sealing is one-way at the moment, though there is an enrolment, or why a changed rules file was not taken
        (:class:`~milkglass.errors.RulesetError`) and the rules before it hold, or that a value was too long to be sealed.
        """
        return self._problem or self._rules_problem or (_TOO_LONG if self._core.has_withheld else None)

    def mask(self, text: str) -> str:
        """The text with every finding replaced; the very same object if there is none."""
        # As _ready(), without the call: this is the path of every line.
        if self._from <= self._clock() < self._until:
            return self._core.mask(text)
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
        if self._watch is not None:
            self._look_at_rules(self._watch, self._clock())
        found = self._core.find(data)
        if len(data) != len(text):
            found = _in_characters(data, found)
        return [Finding(*finding) for finding in found]

    def explain(self, line: bytes) -> Explanation:
        """What is masked in a line and what is left, and why; it holds no part of the line."""
        if self._watch is not None:
            self._look_at_rules(self._watch, self._clock())
        seen = [Seen(*row) for row in self._core.explain(line)]
        findings = []
        for start, end, kind in self._core.find(line):
            here = tuple(one for one in seen if one.dropped_by is None and one.start < end and start < one.end)
            findings.append(Explained(start, end, kind, *(self._core.plan(kind) or ("stars", "o")), here))
        return Explanation(tuple(findings), tuple(one for one in seen if one.dropped_by is not None))

    def stream(self) -> MaskStream:
        """A stream for bytes that come in pieces: it masks whole lines, and private keys over several lines."""
        return MaskStream(self._ready)

    def _ready(self) -> _core.Masker:
        """The core, with the rules of now and, if it seals, the key of today."""
        now = self._clock()
        if not self._from <= now < self._until:
            self._refresh(now)
        return self._core

    def _refresh(self, now: float) -> None:
        if self._watch is not None:
            self._look_at_rules(self._watch, now)
        with self._lock:
            now = self._clock()  # who waited for the lock over a day roll must not roll back
            if not self._key[0] <= now < self._key[1]:
                self._new_day(now)
            (self._from, self._until) = (max(self._key[0], self._look[0]), min(self._key[1], self._look[1]))

    def _look_at_rules(self, watch: Watch, now: float) -> None:
        """Take a changed rules file. One thread looks; the others go on with the rules they have."""
        if self._look[0] <= now < self._look[1] or not self._looking.acquire(blocking=False):
            return
        try:
            self._look = (now, now + LOOK_SECONDS)
            ruleset = watch.look()
            if ruleset is not None:
                self._take(ruleset, now)
                self._rules_problem = None
        except MilkglassError as problem:
            self._rules_problem = problem
        except (OSError, ValueError, MemoryError):
            self._rules_problem = RulesetError("the rules file could not be read again", hint="look at disk and memory")
        finally:
            self._looking.release()

    def _take(self, rules: Ruleset, now: float) -> None:
        style = self._style(rules)
        ruleset = _core.Ruleset(style, self._modes, rules.core, self._service)
        with self._lock:
            if not self._core.set_rules(ruleset):
                self._new_day(now, ruleset)  # a kind without a key: all kinds get new ones, as on a new day
            elif ruleset.seals and not self._core.has_sealer:
                self._key = (0.0, 0.0)
            self._rules, self.style = rules, style

    def _new_day(self, now: float, ruleset: _core.Ruleset | None = None) -> None:
        drawn, self._problem = None, None
        if self._enrolment is not None:
            drawn = self._draw(self._enrolment, now)
        if drawn is None:
            self._seal_one_way(now, ruleset)
            return
        key, chain = drawn
        self._core.set_sealer(key.secret.expose(), self._service, chain, ruleset=ruleset)
        key.secret.wipe()
        self._key = key.not_before, key.not_after

    def _draw(self, enrolment: Enrolment, now: float) -> tuple[DayKey, bytes] | None:
        try:
            day = new_day(enrolment, self._service, datetime.fromtimestamp(now, UTC), self._random)
            try:
                return day, new_chain(self._random)
            except BaseException:
                day.secret.wipe()
                raise
        except MilkglassError as problem:
            self._problem = problem
        except (OSError, ValueError, OverflowError):
            self._problem = MilkglassError("the day key could not be made", hint="look at clock, disk and keyring")
        return None

    def _seal_one_way(self, now: float, ruleset: _core.Ruleset | None) -> None:
        """With a secret that is written nowhere: equal values stay equal until the next try, nothing opens."""
        secret = DaySecret(self._random(_SECRET_BYTES))
        self._core.set_sealer(secret.expose(), self._service, _NO_CHAIN, one_way=True, ruleset=ruleset)
        secret.wipe()
        self._key = _ALWAYS if self._enrolment is None else (now, now + RETRY_SECONDS)


class MaskStream:
    """Masks bytes that come in pieces. Made by :meth:`Masker.stream`; for one thread at a time."""

    def __init__(self, ready: Callable[[], _core.Masker]) -> None:
        self._ready = ready
        self._masker = ready()
        self._stream = self._masker.stream()

    def feed(self, data: bytes) -> bytes:
        """The masked lines that this piece completes; an unfinished last line is held back."""
        return self._now().feed(data)

    def finish(self) -> bytes:
        """The last line, if it had no line end."""
        return self._now().finish()

    def _now(self) -> _core.Stream:
        """The stream, in a forked process that of the masker there: two processes share no key."""
        masker = self._ready()
        if masker is not self._masker:
            self._masker, self._stream = masker, self._stream.moved_to(masker)
        return self._stream


_LIVING: weakref.WeakSet[Masker] = weakref.WeakSet()


def _after_fork() -> None:
    """The child's copy of a lock may be held by a thread that does not exist there; and two processes share no key."""
    for masker in list(_LIVING):
        masker._start()  # noqa: SLF001 - the module's own class


os.register_at_fork(after_in_child=_after_fork)


def _check(style: str | None, service: str, modes: Mapping[str, str], rules: Ruleset | None) -> None:
    if style is not None and style not in STYLES:
        raise RulesetError("there is no such style", hint=f"use one of: {', '.join(STYLES)}")
    if not is_service(service):
        raise RulesetError(
            "the name of a service is 1-63 of a-z, 0-9, dot, underscore and hyphen", hint="for example: payments-api"
        )
    for kind, mode in modes.items():
        if kind not in KINDS and not (rules and kind in rules.core.kinds):
            raise RulesetError("a mode is set for a kind that does not exist", hint="see: milkglass kinds")
        if mode not in ("d", "r", "o"):
            raise RulesetError(
                f"the mode of {kind} does not exist", hint="use d or r (open under a grant) or o (never opens)"
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
