"""Cases of a policy: a base, and for each case what differs and what the policy should answer. Read by ``milkglass policy test``.

The form is that of ``vectors/policy/starter.json``; YAML holds JSON, so both read the same way. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml

from milkglass.access.decision import Rung
from milkglass.access.entities import History, IncidentFacts, PolicyInput
from milkglass.access.policy import decide
from milkglass.access.principal import Principal, Role
from milkglass.access.scope import Scope
from milkglass.errors import UsageError

if TYPE_CHECKING:
    from milkglass.access.policy import PolicySet

_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_DEFAULTS: dict[str, Any] = {
    "name": "ana",
    "roles": ["engineer"],
    "on_call_for": [],
    "active": True,
    "is_agent": False,
    "services": ["checkout"],
    "kinds": ["email"],
    "max_sensitivity": 1,
    "minutes": 30,
    "log_hours": 1,
    "incident": None,
    "fresh": True,
    "break_glass": False,
    "automatic_today": 0,
    "values_today": 0,
    "owes_review": False,
    "now": None,
}
_INCIDENT = {"severity", "open", "services", "opened_by"}
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """One question and the answer that is expected; an empty rule is not compared."""

    name: str
    given: PolicyInput
    rung: Rung
    rule: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case."""

    name: str
    expected: str
    got: str
    is_right: bool

    def to_json(self) -> dict[str, object]:
        """As ``--json`` prints it."""
        return {"name": self.name, "expected": self.expected, "got": self.got, "ok": self.is_right}


def run(policy: PolicySet, case: Case) -> Result:
    """Ask the policy."""
    decision = decide(policy, case.given)
    is_right = decision.rung is case.rung and case.rule in {"", decision.rule_id}
    expected = f"{case.rung} by {case.rule}" if case.rule else str(case.rung)
    return Result(case.name, expected, f"{decision.rung} by {decision.rule_id}", is_right)


def read_cases(text: str) -> list[Case]:
    """The cases of a file.

    Raises:
        UsageError: naming the case that does not fit.
    """
    try:
        document = yaml.safe_load(text) if len(text) <= _LARGEST else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise UsageError(f"the cases are not YAML{where}") from None
    except RecursionError:
        raise UsageError("the cases are nested too deeply") from None
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list) or not document["cases"]:
        raise UsageError("the file has no list of cases", hint="docs/reference/policy.md, Testing")
    base = _known(document.get("base") or {}, "the base")
    return [_case(base, one, number) for number, one in enumerate(document["cases"], 1)]


def _case(base: dict[str, Any], one: object, number: int) -> Case:
    where = f"case {number}"
    if not isinstance(one, dict) or one.keys() - {"name", "with", "rung", "rule"} or "rung" not in one:
        raise UsageError(f"{where} does not consist of name, with, rung and rule")
    fields = _DEFAULTS | base | _known(one.get("with") or {}, where)
    try:
        return Case(str(one.get("name") or where), _input(fields), Rung(one["rung"]), str(one.get("rule") or ""))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(f"{where}: a field has a value that does not fit") from None
    except UsageError as error:
        raise UsageError(f"{where}: {error.message}") from None


def _known(fields: object, where: str) -> dict[str, Any]:
    if not isinstance(fields, dict):
        raise UsageError(f"{where} is no table of fields")
    unknown = sorted(map(str, fields.keys() - _DEFAULTS.keys()))
    if unknown:
        raise UsageError(f"{where}: there is no field {unknown[0]}", hint=f"fields are {', '.join(_DEFAULTS)}")
    return fields


def _input(fields: dict[str, Any]) -> PolicyInput:
    now = _NOON if fields["now"] is None else _moment(fields["now"])
    return PolicyInput(
        requester=Principal(
            fields["name"],
            frozenset(Role(role) for role in fields["roles"]),
            frozenset(fields["on_call_for"]),
            active=fields["active"],
            is_agent=fields["is_agent"],
        ),
        scope=Scope(
            frozenset(fields["services"]), frozenset(fields["kinds"]), now - timedelta(hours=fields["log_hours"]), now
        ),
        duration=timedelta(minutes=fields["minutes"]),
        max_sensitivity=fields["max_sensitivity"],
        now=now,
        incident=None if fields["incident"] is None else _incident(fields["incident"]),
        context_is_fresh=fields["fresh"],
        zone=now.tzinfo or UTC,
        breaks_glass=fields["break_glass"],
        history=History(fields["automatic_today"], fields["values_today"], fields["owes_review"]),
    )


def _moment(written: object) -> datetime:
    moment = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    if moment.tzinfo is None:
        raise UsageError("now has no zone")
    return moment


def _incident(fields: dict[str, Any]) -> IncidentFacts:
    if fields.keys() != _INCIDENT:
        raise UsageError(f"an incident has {', '.join(sorted(_INCIDENT))}")
    return IncidentFacts(
        "inc-1", fields["severity"], fields["open"], frozenset(fields["services"]), fields["opened_by"]
    )
