"""The policy: rules loaded once and checked, then asked for every request.

The ladder is three Cedar actions in one group, asked in one batch; the lowest allowed one is the rung. Cedar skips a forbid
that fails while it is evaluated and answers the rest, and says neither yes nor no to a question that does not fit its schema.
Here both are a denial of everything: only ``Allow`` without any error counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import cedarpy

from milkglass.access.decision import Decision, Effect, Reason, Rung
from milkglass.access.entities import (
    History,
    IncidentFacts,
    PolicyInput,
    elevation_requests,
    entities_of,
    review_requests,
)
from milkglass.access.principal import Principal, person_key
from milkglass.access.statements import Rule, read_rules
from milkglass.errors import RulesetError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = [
    "History",
    "IncidentFacts",
    "PolicyInput",
    "PolicySet",
    "Ruling",
    "decide",
    "rule_on_review",
    "who_can_approve",
]

_LADDER = {
    Rung.AUTOMATIC: "elevate_auto",
    Rung.ONE_APPROVAL: "elevate_one",
    Rung.TWO_APPROVALS: "elevate_two",
}
_BREAK_GLASS = {Rung.BREAK_GLASS: "elevate_break_glass"}
_APPROVE = "approve"
_FLOOR = "floor.cedar"
_STARTER = "starter.cedar"
_NO_RULE = ("default-deny", "No rule allows this", "no rule of the policy allows this request")
_FAILED = ("policy-error", "The policy failed", "a rule could not be evaluated, so nothing is allowed")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Cedar's answer to one question.

    Args:
        allowed: Allowed, and without any error.
        failed: Whether the question could not be answered in full.
        rules: The rules that decided, in the order of the file.
    """

    allowed: bool
    failed: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class PolicySet:
    """A policy ready to be asked. Made by ``load``; always holds the floor rules too.

    Args:
        hash: Hex SHA-256 of the policy text as loaded, without the floor.
        rules: Every rule by id, floor first, in the order of the file.
    """

    hash: str
    rules: dict[str, Rule]
    _handle: cedarpy.PolicySet = field(repr=False, compare=False)

    @classmethod
    def load(cls, text: str, *, file: str = "policy.cedar") -> PolicySet:
        """Parse and check a policy text.

        Args:
            text: Cedar rules.
            file: What to call it in errors.

        Raises:
            RulesetError: naming file, line and rule, if anything does not fit. Keep the policy you had.
        """
        digest = _hash_of(text, file)
        rules = read_rules(_packaged(_FLOOR), file=_FLOOR, schema=_schema())
        rules += read_rules(text, file=file, schema=_schema())
        by_id = {rule.id: rule for rule in rules}
        if len(by_id) < len(rules):
            names = [rule.id for rule in rules]
            raise RulesetError(
                f"{file}: two rules are called {max(names, key=names.count)}", hint="each @id stands once"
            )
        _check_reviewable(rules, file)
        bodies = {rule.id: rule.body for rule in rules}
        document = {"staticPolicies": bodies, "templates": {}, "templateLinks": []}
        handle = cedarpy.PolicySet.from_json_str(json.dumps(document))
        return cls(digest, by_id, handle)

    @classmethod
    def starter(cls) -> PolicySet:
        """The policy a new server starts with."""
        return cls.load(_packaged(_STARTER), file=_STARTER)

    def ask(self, questions: Sequence[dict[str, Any]], entities: list[dict[str, Any]]) -> list[Ruling]:
        """Put questions to Cedar; one ruling each, in order. Never raises for what is asked: doubt is a failed ruling."""
        try:
            known = cedarpy.Entities.from_json_str(json.dumps(entities), _schema())
            results = cedarpy.is_authorized_batch(list(questions), self._handle, known, _schema())
        except ValueError:
            return [Ruling(allowed=False, failed=True, rules=())] * len(questions)
        return [self._ruling(result) for result in results]

    def _ruling(self, result: cedarpy.AuthzResult) -> Ruling:
        failed = bool(result.diagnostics.errors) or result.decision is cedarpy.Decision.NoDecision
        deciding = set(result.diagnostics.reasons)
        return Ruling(
            allowed=result.allowed and not failed,
            failed=failed,
            rules=tuple(rule for name, rule in self.rules.items() if name in deciding),
        )


def decide(policy: PolicySet, given: PolicyInput) -> Decision:
    """The rung for a request, with reasons.

    Any failure while one of the rungs is evaluated denies them all. Breaking the glass is a question of its own: it leads to no
    other rung, and no other rung leads to it.
    """
    ladder = _BREAK_GLASS if given.breaks_glass else _LADDER
    rulings = policy.ask(elevation_requests(given, ladder.values()), entities_of(given))
    answers = dict(zip(ladder, rulings, strict=True))
    if any(ruling.failed for ruling in rulings):
        return Decision(Rung.DENIED, *_FAILED, given.duration, (), policy.hash)
    rung = next((rung for rung, ruling in answers.items() if ruling.allowed), Rung.DENIED)
    reasons = tuple(_reasons(answers, rung))
    if rung is Rung.DENIED:
        return Decision(rung, *_words_of_denial(rulings), given.duration, reasons, policy.hash)
    deciding = answers[rung].rules
    words = (deciding[0].id, deciding[0].title, deciding[0].because)
    longest = min([given.duration, *(rule.max_duration for rule in deciding if rule.max_duration is not None)])
    most = min((rule.max_values for rule in deciding if rule.max_values is not None), default=None)
    return Decision(rung, *words, longest, reasons, policy.hash, most)


def _reasons(answers: dict[Rung, Ruling], decided: Rung) -> Iterable[Reason]:
    for rung, ruling in answers.items():
        if rung.height <= decided.height:
            for rule in ruling.rules:
                yield Reason(rule.id, rule.title, rule.because, rule.effect, rung)


def _words_of_denial(rulings: list[Ruling]) -> tuple[str, str, str]:
    """The first rule that closed every rung, or that nothing opened one."""
    for rule in rulings[0].rules:
        if all(rule in ruling.rules for ruling in rulings):
            return rule.id, rule.title, rule.because
    return _NO_RULE


def rule_on_review(policy: PolicySet, given: PolicyInput, rung: Rung, people: Sequence[Principal]) -> list[Ruling]:
    """Whether each of these people may review this request, in order.

    Args:
        policy: The policy now.
        given: The request as it would be decided now.
        rung: The rung it stands on.
        people: Possible reviewers.
    """
    if rung is Rung.DENIED:
        return [Ruling(allowed=False, failed=False, rules=())] * len(people)
    return policy.ask(review_requests(given, rung, people), entities_of(given, people))


def who_can_approve(policy: PolicySet, given: PolicyInput, rung: Rung, people: Collection[Principal]) -> list[str]:
    """Names of the distinct people who may review this request, in the order given.

    Nobody on the automatic and the denied rung, where there is nothing to review; after breaking the glass, those who look at it
    afterwards. An empty answer means nobody.
    """
    if not rung.approvals_needed and rung is not Rung.BREAK_GLASS:
        return []
    distinct = list({person_key(person.name): person for person in reversed(list(people))}.values())[::-1]
    rulings = rule_on_review(policy, given, rung, distinct)
    return [person.name for person, ruling in zip(distinct, rulings, strict=True) if ruling.allowed]


def _hash_of(text: str, file: str) -> str:
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise RulesetError(f"{file}: the policy is not text in UTF-8") from None


def _check_reviewable(rules: list[Rule], file: str) -> None:
    """Refuse a ladder that asks for approvals nobody may give."""
    permitted = {rule.action for rule in rules if rule.effect is Effect.PERMIT}
    if permitted & {"elevate_one", "elevate_two", "elevate_break_glass"} and _APPROVE not in permitted:
        raise RulesetError(f"{file}: rules ask for approvals and none says who may approve", hint="permit approve")


@cache
def _schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_str(_packaged("schema.cedarschema"))


def _packaged(name: str) -> str:
    return resources.files("milkglass.access").joinpath("policies", name).read_text(encoding="utf-8")
