"""Steps of many callers in one transaction: nobody is answered before the commit, and nobody pays for another's refusal."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from milkglass.audit.entry import Actor, Draft, EntryType
from milkglass.errors import AuditError, DeniedError, StorageError
from milkglass.service.group import GroupCommit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mgworld import World

    from milkglass.service.services import Change, Services


def draft(name: str) -> Draft:
    """An entry about somebody."""
    return Draft(type=EntryType.SESSION_CLOSE, actor=Actor("system"), about=name)


def about(world: World) -> list[str]:
    """Whom the entries of these tests are about."""
    return [entry.about for entry in world.entries_of("session.close")]


@dataclass
class Slow:
    """A database whose commit waits, so that a group gathers behind it, and may fail."""

    db: Any
    gate: threading.Event
    fails: bool = False
    commits: int = 0

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Wait before the commit."""
        with self.db.transaction() as conn:
            yield conn
            self.gate.wait(20)
            if self.fails and self.commits:  # the first caller commits
                raise StorageError("the database refused (OperationalError)", hint="make room")
        self.commits += 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)


def together(world: World, slow: Slow, jobs: list[Callable[[Change], object]], subjects: str = "") -> dict[int, object]:
    """Run the first job, and the others as one group behind it; what each was answered, or the error."""
    services, answers = replace(world.services, db=slow, group=GroupCommit()), dict[int, object]()

    def run(i: int) -> None:
        try:
            answers[i] = services.group.run(services, subjects[i] if subjects else str(i), jobs[i])
        except Exception as error:  # noqa: BLE001 - a thread has no other way to tell
            answers[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    threads[0].start()
    while not services.group._led or services.group._waiting:
        pass
    for thread in threads[1:]:
        thread.start()
    while len(services.group._waiting) < len(jobs) - 1:
        pass
    assert answers == {}
    slow.gate.set()
    for thread in threads:
        thread.join(30)
    return answers


def recording(name: str) -> Callable[[Change], object]:
    """A step that records one entry and answers its name."""

    def job(at: Change) -> str:
        at.record(draft(name))
        return name

    return job


def refusing(at: Change) -> None:
    """A step that records and then refuses."""
    at.record(draft("refused"))
    raise DeniedError("not for you")


def test_a_group_commits_once(world: World) -> None:
    """Ten callers behind a slow commit become durable with one more commit; each gets its own answer, none before it."""
    slow = Slow(world.services.db, threading.Event())
    names = [f"n{i}" for i in range(11)]
    assert together(world, slow, [recording(name) for name in names]) == dict(enumerate(names))
    assert slow.commits == 2
    assert sorted(about(world)) == sorted(names)


def test_a_refusal_is_its_own_callers_only(world: World) -> None:
    """One step of a group refuses: it leaves nothing, the others are recorded once each."""
    slow = Slow(world.services.db, threading.Event())
    answers = together(world, slow, [recording("a"), recording("b"), refusing, recording("c")])
    assert isinstance(answers[2], DeniedError)
    assert (answers[0], answers[1], answers[3]) == ("a", "b", "c")
    assert sorted(about(world)) == ["a", "b", "c"]


def test_an_entry_out_of_form_is_its_own_callers_only(world: World) -> None:
    """Security case 32: a name with a newline refuses its own caller; the others of the group are recorded once each."""
    slow = Slow(world.services.db, threading.Event())
    answers = together(world, slow, [recording("a"), recording("b"), recording("x\ny")])
    assert isinstance(answers[2], AuditError)
    assert sorted(about(world)) == ["a", "b"]


def test_a_commit_that_fails_answers_nobody(world: World) -> None:
    """Security case 26: when the commit of a group fails, every caller of it is refused and nothing of it stands."""
    slow = Slow(world.services.db, threading.Event(), fails=True)
    answers = together(world, slow, [recording("a"), recording("b"), recording("c")])
    assert answers[0] == "a"
    assert all(isinstance(answers[i], StorageError) for i in (1, 2))
    assert about(world) == ["a"]


def test_steps_of_one_subject_stand_in_groups_of_their_own(world: World) -> None:
    """Three steps about one grant and two about another take three commits: each sees what the one before it recorded."""
    slow, sizes = Slow(world.services.db, threading.Event()), []

    def job(at: Change) -> None:
        at.record(draft("x"))
        sizes.append(at.size)

    together(world, slow, [recording("first"), *[job] * 5], "zaaabb")
    assert slow.commits == 4
    assert sorted(sizes.count(size) for size in set(sizes)) == [1, 2, 2]


def test_the_queue_goes_on_after_a_failure(world: World) -> None:
    """A group that failed leaves the queue free for the next."""
    services: Services = world.services
    with pytest.raises(DeniedError):
        services.group.run(services, "a", refusing)
    assert services.group.run(services, "a", recording("later")) == "later"
    assert about(world) == ["later"]
