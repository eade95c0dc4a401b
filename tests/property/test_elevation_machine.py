"""Any sequence of requests, reviews, grants, revocations, incidents, restarts and moves of the clock, against a model that is kept apart.

The model knows the starter policy from its description, not from its code. It says for each attempt to open a value whether that may
happen; more than it allows is a leak, less is a defect. ``make soak`` runs ten thousand sequences; the tests run a few.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from mgworld import Clock, Random, World

from milkglass.access.approval import Answer
from milkglass.errors import MilkglassError, SignInError
from milkglass.service.resolve_incident import resolve_incident
from milkglass.service.return_grant import return_grant
from milkglass.service.reveal import Opened, reveal
from milkglass.service.review_request import Verdict, review_request
from milkglass.service.revoke_grant import revoke_grant
from milkglass.service.step_up import step_up

SEQUENCES = int(os.environ.get("MILKGLASS_SEQUENCES", "40"))
SENSITIVITY = {"ipv4": 1, "email": 1, "phone": 2, "us_ssn": 3, "password": 4}
ENGINEERS, REVIEWERS, EVERYBODY = ("ann", "eve"), ("bo", "cy", "sec"), ("ann", "eve", "bo", "cy", "sec", "aud")
SERVICES = ("shop", "bank")
VALUES_UNTIL = datetime(2026, 11, 24, tzinfo=UTC)
"""The end of the UTC day on which all values of the world are sealed."""

engineers = strategies.sampled_from(ENGINEERS)
# Most steps are those of people who may take them, or nothing would ever open; the others have to be refused.
people = strategies.sampled_from(EVERYBODY)
askers = strategies.sampled_from(ENGINEERS * 6 + EVERYBODY)
reviewers = strategies.sampled_from(REVIEWERS * 6 + EVERYBODY)
holders = strategies.sampled_from((None,) * 12 + EVERYBODY)
picks = strategies.integers(0, 63)
kinds_asked = strategies.sampled_from(["ipv4"] * 4 + ["email"] * 4 + ["phone"] * 2 + ["us_ssn"] * 2 + ["password"])
kind_sets = strategies.frozensets(kinds_asked, min_size=1, max_size=2)
service_sets = strategies.frozensets(strategies.sampled_from(SERVICES), min_size=1)


@dataclass
class Asked:
    """What the model knows of a request and of the grant that may have followed."""

    id: str
    who: str
    kinds: frozenset[str]
    services: frozenset[str]
    minutes: int
    at: datetime
    incident: str | None
    breaks_glass: bool
    may_be_automatic: bool
    approvals: dict[str, Verdict] = field(default_factory=dict)
    is_closed: bool = False
    grant: str | None = None
    begins: datetime | None = None
    is_ended: bool = False
    steps: set[bytes] = field(default_factory=set)

    @property
    def worst(self) -> int:
        """The highest sensitivity asked for."""
        return max(SENSITIVITY[kind] for kind in self.kinds)

    def needed(self) -> int:
        """How many other people have to agree."""
        if self.breaks_glass or self.may_be_automatic:
            return 0
        return 1 if self.worst <= 2 else 2

    def ends(self) -> datetime:
        """The end of the window by the clock."""
        assert self.begins is not None
        shorter = [one.duration for one in self.approvals.values() if one.duration]
        longest = timedelta(hours=1) if self.breaks_glass else timedelta(hours=4)
        return self.begins + min([timedelta(minutes=self.minutes), longest, *shorter])

    def covers(self, kind: str, service: str) -> bool:
        """Whether everybody who agreed agreed to this, and the hour of log time is still one of the day of the values."""
        if self.at - timedelta(hours=1) >= VALUES_UNTIL:
            return False
        lefts = [(one.kinds or self.kinds, one.services or self.services) for one in self.approvals.values()]
        return all(kind in kinds and service in services for kinds, services in [(self.kinds, self.services), *lefts])


@cache
def _template() -> tuple[Path, World]:
    """A populated world, made once; every sequence begins with a copy of its files."""
    folder = Path(tempfile.mkdtemp(prefix="elevation-machine-"))
    atexit.register(shutil.rmtree, folder)
    made = World(folder).populate()
    for name in ENGINEERS:
        made.enrol(name)
    made.services.db.close()
    return folder, made


class Elevation(RuleBasedStateMachine):
    """Drives the use cases and the model side by side."""

    @initialize()
    def begin(self) -> None:
        """A fresh copy of the populated world."""
        folder, made = _template()
        self.folder = Path(tempfile.mkdtemp(prefix="elevation-"))
        shutil.copytree(folder, self.folder, dirs_exist_ok=True)
        self.world = World(self.folder, Clock(made.clock.now), Random(self.folder.name.encode()))
        self.world.people, self.world.secrets = dict(made.people), dict(made.secrets)
        self.asked: list[Asked] = []
        self.incidents: dict[str, tuple[str, int]] = {}
        self.resolved: set[str] = set()
        self.on_duty: frozenset[str] = frozenset()
        self.owing: dict[str, str] = {}
        self.opened = 0
        self.automatic: defaultdict[str, list[datetime]] = defaultdict(list)
        self.values: defaultdict[str, list[datetime]] = defaultdict(list)

    def teardown(self) -> None:
        """The record of whatever happened verifies, and holds each opened value."""
        if hasattr(self, "world"):
            shown = [entry for entry in self.world.entries_of("reveal.result") if entry.out == "ok"]
            assert sum(entry.values.count for entry in shown) == self.opened
            assert self.world.verdict(self.folder / "exported").ok
            self.world.services.db.close()
            shutil.rmtree(self.folder)

    def act(self, name: str, step: object, *given: object) -> bool:
        """Let somebody do something; whether it was done. Who was away too long signs in again."""
        try:
            step(self.world.services, self.world.people[name], *given)  # type: ignore[operator]  # a use case
        except SignInError:
            self.world.people[name] = self.world.sign_in(name)
            return False
        except MilkglassError:
            return False
        return True

    def one_of(self, pick: int, *, waiting: bool = False, granted: bool = False) -> Asked | None:
        """A request of the past; mostly one that waits, or that was granted, if there is such a one."""
        wanted = [
            one
            for one in self.asked
            if pick % 8 and (not waiting or not one.is_closed or one.id in self.owing) and (not granted or one.grant)
        ]
        among = wanted or self.asked
        return among[-1 - pick // 8 % len(among)] if among else None

    def is_open(self, incident: str | None) -> bool:
        """Whether the model has an incident that is open."""
        return incident in self.incidents and incident not in self.resolved

    @rule(by=people, severity=strategies.integers(1, 4))
    def open_incident(self, by: str, severity: int) -> None:
        """Somebody opens an incident of the shop."""
        with suppress(MilkglassError):
            self.incidents[self.world.incident(by=by, severity=severity)] = (by, severity)

    @rule(by=people, pick=picks)
    def resolve(self, by: str, pick: int) -> None:
        """Somebody resolves an incident."""
        if self.incidents:
            incident = sorted(self.incidents)[pick % len(self.incidents)]
            if self.act(by, resolve_incident, incident):
                self.resolved.add(incident)

    @rule(names=strategies.frozensets(engineers))
    def set_duty(self, names: frozenset[str]) -> None:
        """The list of the shop changes."""
        try:
            self.world.on_call(*sorted(names))
            self.on_duty = names
        except SignInError:
            self.world.people["admin"] = self.world.sign_in("admin")

    @rule(
        who=askers,
        kinds=kind_sets,
        services=service_sets,
        minutes=strategies.sampled_from([5, 30, 60, 239, 300]),
        pick=picks,
        with_incident=strategies.booleans(),
        breaks=strategies.booleans(),
    )
    def ask(
        self,
        who: str,
        kinds: frozenset[str],
        services: frozenset[str],
        minutes: int,
        pick: int,
        *,
        with_incident: bool,
        breaks: bool,
    ) -> None:
        """Somebody asks; the model says what may come of it."""
        incident = sorted(self.incidents)[pick % len(self.incidents)] if with_incident and self.incidents else None
        wish = {"kinds": kinds, "services": services, "duration": timedelta(minutes=minutes), "incident": incident}
        try:
            request = self.world.ask(who, breaks_glass=breaks, **wish)
        except SignInError:
            self.world.people[who] = self.world.sign_in(who)
            return
        except MilkglassError:
            return
        now = self.world.clock.now
        opener, severity = self.incidents.get(incident or "", ("", 9))
        in_duty = who in self.on_duty and services == {"shop"} and self.is_open(incident) and severity <= 2
        lately = now - timedelta(hours=24)
        has_budget = sum(at >= lately for at in self.automatic[who]) < 10
        worst = max(SENSITIVITY[kind] for kind in kinds)
        automatic = in_duty and opener != who and worst <= 1 and minutes <= 60 and has_budget and not breaks
        one = Asked(request, who, kinds, services, minutes, now, incident, breaks, automatic)
        self.asked.append(one)
        may = who in ENGINEERS and worst <= 3 and minutes <= 240
        if breaks:
            may = may and in_duty and who not in self.owing.values()
        one.is_closed = not may
        if may and one.needed() == 0:
            self.issue(one)
            if breaks:
                self.owing[request] = who
            else:
                self.automatic[who].append(now)

    def issue(self, one: Asked) -> None:
        """The grant that the model expects."""
        one.grant, one.begins, one.is_closed = self.world.grant_of(one.id), self.world.clock.now, True

    @rule(
        by=reviewers,
        pick=picks,
        answer=strategies.sampled_from([Answer.APPROVE] * 9 + [Answer.DENY]),
        kinds=strategies.none() | strategies.none() | kind_sets,
        services=strategies.none() | strategies.none() | service_sets,
        minutes=strategies.none() | strategies.sampled_from([5, 20]),
    )
    def review(
        self,
        by: str,
        pick: int,
        answer: Answer,
        kinds: frozenset[str] | None,
        services: frozenset[str] | None,
        minutes: int | None,
    ) -> None:
        """Somebody answers, to all of it or a part."""
        one = self.one_of(pick, waiting=True)
        if one is None:
            return
        shorter = None if minutes is None else timedelta(minutes=minutes)
        verdict = Verdict(answer, "", shorter, services, kinds)
        if not self.act(by, review_request, one.id, verdict):
            return
        assert by in REVIEWERS
        assert by != one.who
        if one.breaks_glass:
            assert self.owing.pop(one.id) == one.who
            return
        assert not one.is_closed
        assert by not in one.approvals
        assert self.world.clock.now < one.at + timedelta(hours=4)
        if answer is Answer.DENY:
            one.is_closed = True
            return
        one.approvals[by] = verdict
        if len(one.approvals) >= one.needed():
            if one.incident is None or self.is_open(one.incident):
                self.issue(one)
            else:
                self.settle_without_incident(one)

    def settle_without_incident(self, one: Asked) -> None:
        """The incident ended while people thought: a grant that may follow is closed already."""
        one.is_closed = True
        with suppress(AssertionError):
            one.grant, one.begins = self.world.grant_of(one.id), self.world.clock.now

    @rule(by=people, pick=picks)
    def revoke(self, by: str, pick: int) -> None:
        """Somebody takes a grant away."""
        one = self.one_of(pick)
        if one is not None and one.grant is not None and self.act(by, revoke_grant, one.grant):
            assert by == "sec" or by in one.approvals
            one.is_ended = True

    @rule(by=people, pick=picks)
    def give_back(self, by: str, pick: int) -> None:
        """Somebody gives a grant back."""
        one = self.one_of(pick)
        if one is not None and one.grant is not None and self.act(by, return_grant, one.grant):
            assert by == one.who
            one.is_ended = True

    @rule(pick=picks)
    def give_factor(self, pick: int) -> None:
        """The holder steps up, with a code that was not used before."""
        one = self.one_of(pick, granted=True)
        if one is None or one.grant is None:
            return
        self.world.clock.move(seconds=30)
        session = self.world.people[one.who].session.id_hash
        if self.act(one.who, step_up, one.grant, self.world.code(one.who)):
            assert self.may_open(one)
            one.steps.add(session)

    @rule(minutes=strategies.sampled_from([1, 1, 1, 4, 4, 5, 19, 30, 59, 61, 241, 1441]))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.world.clock.move(minutes=minutes)

    @rule()
    def restart(self) -> None:
        """The server ends and begins again."""
        self.world.services.db.close()
        self.world.restart()

    def may_open(self, one: Asked) -> bool:
        """Whether the window of a grant is open, as the model has it."""
        now = self.world.clock.now
        in_window = one.begins is not None and one.begins <= now < one.ends()
        with_incident = one.incident is None or self.is_open(one.incident)
        return in_window and with_incident and not one.is_ended and len(one.approvals) >= one.needed()

    @rule(
        somebody=holders,
        pick=picks,
        kind=strategies.sampled_from(list(SENSITIVITY)),
        service=strategies.sampled_from(SERVICES),
        asked=strategies.booleans(),
    )
    def open_value(self, somebody: str | None, pick: int, kind: str, service: str, *, asked: bool) -> None:
        """Somebody tries to open a value: it opens exactly when the model says so."""
        one = self.one_of(pick, granted=True)
        if one is None or one.grant is None:
            return
        by = somebody or one.who
        if asked:  # mostly something that was asked for
            kind, service = min(one.kinds), max(one.services)
        caller = self.world.people[by]
        expected = (
            by == one.who
            and self.may_open(one)
            and one.covers(kind, service)
            and caller.session.id_hash in one.steps
            and SENSITIVITY[kind] < 4
        )
        text = self.world.sealed(b"value", kind=kind, service=service)
        try:
            (answer,) = reveal(self.world.services, caller, one.grant, [text]).answers
        except SignInError:
            self.world.people[by] = self.world.sign_in(by)
            return
        except MilkglassError:
            answer = None
        assert isinstance(answer, Opened) is expected, (one, by, kind, service)
        self.opened += expected

    @rule(pick=picks)
    def step_up_and_open(self, pick: int) -> None:
        """The ordinary way: the second factor, then a value that was asked for."""
        self.give_factor(pick)
        self.open_value(None, pick, "email", "shop", asked=True)

    @rule(who=engineers, kind=kinds_asked, by=people, breaks=strategies.booleans())
    def emergency(self, who: str, kind: str, by: str, *, breaks: bool) -> None:
        """Somebody on call asks in the worst of incidents, by oneself or with a broken glass."""
        self.set_duty(frozenset({who}))
        self.open_incident(by, 1)
        newest = (
            sorted(self.incidents).index(max(self.incidents, key=list(self.incidents).index)) if self.incidents else 0
        )
        self.ask(who, frozenset({kind}), frozenset({"shop"}), 30, newest, with_incident=True, breaks=breaks)

    @rule(who=engineers, kind=kinds_asked, pick=picks, by=reviewers)
    def ask_and_review(self, who: str, kind: str, pick: int, by: str) -> None:
        """The ordinary way: a request for one kind of one service, and an answer to what waits."""
        self.ask(
            who, frozenset({kind}), frozenset({"shop"}), 30, pick, with_incident=bool(pick % 2), breaks=pick % 5 == 0
        )
        self.review(by, pick | 1, Answer.APPROVE, None, None, None)

    @invariant()
    def nobody_owes_two_looks(self) -> None:
        """Nobody has two broken glasses that nobody looked at."""
        owing = list(getattr(self, "owing", {}).values())
        assert len(owing) == len(set(owing))


@pytest.mark.slow
class TestElevation(Elevation.TestCase):  # type: ignore[misc,name-defined]  # made by hypothesis
    """Any sequence: no value outside an approved, live scope, and every value inside it."""

    settings = settings(
        max_examples=SEQUENCES, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
