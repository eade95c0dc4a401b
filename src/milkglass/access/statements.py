"""From the text of a policy to checked rules, before any of them goes live.

Cedar's own messages carry no position, so the text is cut at its top-level semicolons and each statement is parsed and
validated alone: an error then names the file, the line and the rule.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import cedarpy

from milkglass.access.decision import Effect
from milkglass.access.principal import person_key
from milkglass.errors import RulesetError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|[;()\[\]{}]|"', re.DOTALL)
_BLANK = re.compile(r"(?:\s|//[^\n]*(?:\n|\Z))*")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_DURATION = re.compile(r"([1-9][0-9]{0,3})([mh])", re.ASCII)
_LONGEST_STATEMENT = 10_000
_DEEPEST_BRACKETS = 50
_DEEPEST_BODY = 100
_VALUES = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_REQUIRED = ("id", "title", "because")
_ALLOWED = frozenset({*_REQUIRED, "max_duration", "max_values"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as written, and where it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One checked rule.

    Args:
        id: Its unique name.
        title: What it is, for people.
        because: Why it answers as it does, for people.
        effect: Permit or forbid.
        action: The action it names, or empty for more than one.
        max_duration: The longest grant under it, or None.
        max_values: The most values a grant under it opens, or None.
        body: Cedar's JSON form without annotations.
    """

    id: str
    title: str
    because: str
    effect: Effect
    action: str
    max_duration: timedelta | None
    max_values: int | None
    body: dict[str, Any]


def split_statements(text: str) -> Iterator[Statement]:
    """Cut at semicolons that stand outside strings and comments; what is left after the last one is a statement too."""
    begin = 0
    for token in _TOKEN.finditer(text):
        if token.group() == ";":
            yield from _statement(text, begin, token.end())
            begin = token.end()
    yield from _statement(text, begin, len(text))


def _statement(text: str, begin: int, end: int) -> Iterator[Statement]:
    blank = _BLANK.match(text, begin, end)
    start = begin if blank is None else blank.end()
    if start < end:
        yield Statement(text[start:end], text.count("\n", 0, start) + 1)


def read_rules(text: str, *, file: str, schema: cedarpy.Schema) -> list[Rule]:
    """Parse and check every rule of a policy text, in order.

    Raises:
        RulesetError: naming file, line and rule of the first one that does not fit.
    """
    return [_read_rule(statement, f"{file} line {statement.line}", schema) for statement in split_statements(text)]


def _read_rule(statement: Statement, where: str, schema: cedarpy.Schema) -> Rule:
    body = _parse(statement.text, where)
    words = _check_annotations(body.pop("annotations", None) or {}, where)
    where = f"{where}, rule {words['id']}"
    result = cedarpy.validate_policies(statement.text, schema)
    if not result.validation_passed:
        raise RulesetError(f"{where}: {_plain(str(result.errors[0].error))}", hint="docs/reference/policy.md")
    _check_can_fire(body, where)
    _check_user_names(body, where)
    effect = Effect(body["effect"])
    return Rule(
        id=words["id"],
        title=words["title"],
        because=words["because"],
        effect=effect,
        action=_action(body["action"], effect, where),
        max_duration=_max_duration(words.get("max_duration"), effect, where),
        max_values=_max_values(words.get("max_values"), effect, where),
        body=body,
    )


def _parse(text: str, where: str) -> dict[str, Any]:
    _check_size(text, where)
    try:
        parsed = json.loads(cedarpy.policies_to_json_str(text))
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise RulesetError(f"{where}: {_plain(str(error))}", hint="the statement is not Cedar") from None
    if parsed["templates"]:
        raise RulesetError(f"{where}: a template with slots can never apply", hint="write the principal out")
    policies = list(parsed["staticPolicies"].values())
    if len(policies) != 1:
        raise RulesetError(f"{where}: not exactly one rule in a statement")
    if _depth(policies[0]) > _DEEPEST_BODY:
        raise _too_deep(where)
    return dict(policies[0])


def _check_size(text: str, where: str) -> None:
    """Refuse what Cedar's parser does not survive: about a thousand open brackets end the whole process."""
    if len(text) > _LONGEST_STATEMENT:
        raise RulesetError(f"{where}: a rule is longer than {_LONGEST_STATEMENT} characters")
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token.group() in "([{") - (token.group() in ")]}")
        if depth > _DEEPEST_BRACKETS:
            raise _too_deep(where)


def _depth(node: object) -> int:
    """How deep a JSON value is nested. Cedar reads at most 128 levels back."""
    depth, level = 0, [node]
    while level:
        depth += 1
        children = (
            item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)
        )
        level = [child for group in children for child in group]
    return depth


def _too_deep(where: str) -> RulesetError:
    return RulesetError(
        f"{where}: the rule is nested too deeply",
        hint="a long chain of conditions stands better in several when clauses or several rules",
    )


def _check_annotations(words: dict[str, str | None], where: str) -> dict[str, str]:
    name = words.get("id") or ""
    if not _ID.fullmatch(name):
        raise RulesetError(f"{where}: a rule needs an @id of lower-case words joined by hyphens")
    where = f"{where}, rule {name}"
    unknown = sorted(words.keys() - _ALLOWED)
    if unknown:
        raise RulesetError(
            f"{where}: @{unknown[0]} means nothing here",
            hint="who approves, and how many, is said by a permit on approve and by the rung",
        )
    if not all((words.get(key) or "").strip() for key in _REQUIRED):
        raise RulesetError(f"{where}: a rule needs a @title and a @because in words")
    return {key: value or "" for key, value in words.items()}


def _check_can_fire(body: dict[str, Any], where: str) -> None:
    """Refuse a rule that is switched off by a constant; validation of the scope has refused unknown names already."""
    for condition in body["conditions"]:
        if condition["body"] == {"Value": condition["kind"] == "unless"}:
            raise RulesetError(f"{where}: this rule can never apply", hint="delete it or comment it out")


def _check_user_names(node: object, where: str) -> None:
    """Refuse ``User::"Bo"``: names are compared in lower case, so it would match nobody."""
    if isinstance(node, dict):
        if node.get("type") == "User" and isinstance(node.get("id"), str) and node["id"] != person_key(node["id"]):
            raise RulesetError(f"{where}: a user is not named in lower case", hint='write User::"bo", not User::"Bo"')
        for child in node.values():
            _check_user_names(child, where)
    elif isinstance(node, list):
        for child in node:
            _check_user_names(child, where)


def _action(scope: dict[str, Any], effect: Effect, where: str) -> str:
    if scope["op"] == "==":
        return str(scope["entity"]["id"])
    if effect is Effect.PERMIT:
        raise RulesetError(
            f"{where}: a permit names one action with ==",
            hint="a permit on the whole group would open the automatic rung",
        )
    return ""


def _max_duration(text: str | None, effect: Effect, where: str) -> timedelta | None:
    if text is None:
        return None
    form = _DURATION.fullmatch(text)
    if form is None or effect is Effect.FORBID:
        raise RulesetError(f'{where}: @max_duration stands on a permit and looks like "30m" or "4h"')
    return timedelta(minutes=int(form[1]) * (60 if form[2] == "h" else 1))


def _max_values(text: str | None, effect: Effect, where: str) -> int | None:
    if text is None:
        return None
    if not _VALUES.fullmatch(text) or effect is Effect.FORBID:
        raise RulesetError(f'{where}: @max_values stands on a permit and looks like "200"')
    return int(text)


def _plain(message: str) -> str:
    """Cedar's message as one line, without its positional policy name."""
    return re.sub(r"^for policy `[^`]*`[,:] ", "", " ".join(message.split()))
