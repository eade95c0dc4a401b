"""Steps of many callers made durable together: one transaction, one signed head, one wait for the disk.

The first caller who finds nobody at work leads: it runs its own step and those of all who wait, one after the other, commits once,
and hands the lead to the next. Nobody is answered before the commit that holds their step. If a step refuses, nothing of the
group is kept and each runs again alone, so that one caller's refusal is never another's.
A step must not change what another of its group judges by. A reveal changes what is left of its own grant only, so no two steps of
one grant stand in one group.
"""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from milkglass.errors import AuditError, FormatError
from milkglass.service.services import Change, Services, change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.audit.store import Step

_T = TypeVar("_T")


@dataclass(slots=True, eq=False)
class _Turn:
    """One caller's step, and what became of it."""

    subject: str
    job: Callable[[Change], Any]
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    value: Any = None
    error: BaseException | None = None

    def result(self) -> Any:
        if self.error is not None:
            raise copy.copy(self.error) from None
        return self.value


@dataclass(slots=True)
class _Collected:
    """In place of the log while a group runs: keeps its steps for one append at the end."""

    steps: list[Step] = field(default_factory=list)

    def append_all(self, conn: Connection, steps: Sequence[Step], at: datetime | None = None) -> None:
        """Keep them."""
        self.steps.extend(steps)


class GroupCommit:
    """The queue of one server. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Turn] = []
        self._led = False

    def run(self, services: Services, subject: str, job: Callable[[Change], _T]) -> _T:
        """Run a step in a writing transaction that it may share; durable when this returns.

        Args:
            services: The services.
            subject: What the step changes, as the id of a grant; no two steps of one subject share a transaction.
            job: Checks and records; may run twice, so it must change nothing but the database.

        Raises:
            StorageError: if the database refused; nothing was done.
            AuditError: if the log refused; nothing was done.
            MilkglassError: what the step itself raised; nothing was done.
        """
        mine = _Turn(subject, job)
        with self._lock:
            self._waiting.append(mine)
            mine.leads, self._led = not self._led, True
        if not mine.leads:
            mine.woken.wait()
        if mine.leads:
            self._lead(services)
        answer: _T = mine.result()
        return answer

    def _lead(self, services: Services) -> None:
        with self._lock:
            turns, self._waiting = _apart(self._waiting)
        try:
            _serve(services, turns)
        finally:
            with self._lock:
                self._led = bool(self._waiting)
                heir = self._waiting[0] if self._led else None
            if heir is not None:
                heir.leads = True
                heir.woken.set()
            for turn in turns:
                turn.woken.set()


def _apart(waiting: list[_Turn]) -> tuple[list[_Turn], list[_Turn]]:
    """The first turn of each subject, and those that have to wait for them."""
    first: dict[str, _Turn] = {}
    for turn in waiting:
        first.setdefault(turn.subject, turn)
    return list(first.values()), [turn for turn in waiting if first[turn.subject] is not turn]


def _serve(services: Services, turns: list[_Turn]) -> None:
    inside = False
    try:
        with change(services) as at:
            inside = True
            _run_all(at, turns)
            inside = False
    except BaseException as error:  # noqa: BLE001 - everybody who waits has to hear of it
        if inside and len(turns) > 1:
            for turn in turns:
                _serve(services, [turn])
            return
        for turn in turns:
            turn.error = error


def _run_all(at: Change, turns: list[_Turn]) -> None:
    collected = _Collected()
    shared = replace(at, log=collected)
    for turn in turns:
        turn.value = turn.job(shared)
    try:
        at.log.append_all(at.conn, collected.steps, at=at.now)
    except FormatError as error:
        raise AuditError(f"a step cannot be recorded: {error.message}") from None
