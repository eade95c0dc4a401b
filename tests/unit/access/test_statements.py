"""What a policy text may not say, and that the refusal names file, line and rule."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from milkglass.access.policy import PolicySet
from milkglass.access.statements import split_statements
from milkglass.errors import RulesetError

WORDS = '@title("T") @because("B") '
REVIEW = f'@id("r") {WORDS} permit(principal, action == Action::"approve", resource);'


def permit(when: str = "", head: str = f'@id("a") {WORDS}', action: str = "elevate_one") -> str:
    """One permit, and one review rule so that the ladder is complete."""
    clause = f"when {{ {when} }}" if when else ""
    return f'{head} permit(principal, action == Action::"{action}", resource) {clause};\n{REVIEW}'


def test_a_plain_rule_loads() -> None:
    """The frame of the cases below is sound, so each of them fails for its own reason."""
    assert "a" in PolicySet.load(permit("resource.max_sensitivity <= 2")).rules


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("permit", id="half a rule"),
        pytest.param("hello", id="not Cedar"),
        pytest.param(";", id="an empty statement"),
        pytest.param("\x00", id="a NUL byte"),
        pytest.param('"', id="an open string"),
        pytest.param("/* no */", id="a comment of another language"),
        pytest.param(permit().rstrip(";"), id="no semicolon at the end"),
        pytest.param(permit(head=WORDS), id="no id"),
        pytest.param(permit(head='@id("a") @title("T")'), id="no because"),
        pytest.param(permit(head='@id("a") @title(" ") @because("B")'), id="a blank title"),
        pytest.param(permit(head=f'@id("A b") {WORDS}'), id="an id that is not words and hyphens"),
        pytest.param(permit(head=f'@id("a") @id("b") {WORDS}'), id="two ids"),
        pytest.param(permit(head=f'@id("a") {WORDS} @approvals("1")'), id="an annotation that means nothing"),
        pytest.param(permit(head=f'@id("a") {WORDS} @approver_role("admin")'), id="another one"),
        pytest.param(permit(head=f'@id("r") {WORDS}'), id="an id twice"),
        pytest.param(permit(head=f'@id("floor-credentials") {WORDS}'), id="the id of a floor rule"),
        pytest.param(permit("resource.sensitivity <= 2"), id="an unknown attribute"),
        pytest.param(permit("resource.max_sensitivity"), id="a condition that is no Boolean"),
        pytest.param(permit('resource.max_sensitivity <= "2"'), id="different types compared"),
        pytest.param(permit("resource.incident.open"), id="an optional attribute without has"),
        pytest.param(permit('resource.duration <= duration("1 hour")'), id="a badly written duration"),
        pytest.param(permit('principal in Role::"boss"'), id="an unknown role"),
        pytest.param(permit(action="elevate_three"), id="an unknown action"),
        pytest.param(permit("false"), id="a rule that can never apply"),
        pytest.param(permit('principal == User::"Bo"'), id="a name in capitals, which matches nobody"),
        pytest.param(permit().replace("== Action", "in Action").replace("elevate_one", "elevate"), id="all rungs"),
        pytest.param(permit().replace('== Action::"elevate_one"', ""), id="any action"),
        pytest.param(permit().replace("principal,", "principal == ?principal,", 1), id="a template"),
        pytest.param(permit(head=f'@id("a") {WORDS} @max_duration("1d")'), id="a window in days"),
        pytest.param(permit(head=f'@id("a") {WORDS} @max_duration("0m")'), id="no window"),
        pytest.param(permit(head=f'@id("a") {WORDS} @max_duration("\u0661m")'), id="a window in other digits"),
        pytest.param(permit(head=f'@id("a") {WORDS} @max_duration'), id="a window without a value"),
        pytest.param(permit().replace(REVIEW, ""), id="approvals that nobody may give"),
        pytest.param(permit("(" * 1000 + "true" + ")" * 1000), id="brackets that Cedar does not survive"),
        pytest.param("{" * 5000, id="brackets that never close"),
        pytest.param(
            permit(" && ".join(["resource.max_sensitivity < 3"] * 200)), id="a chain that Cedar does not read back"
        ),
        pytest.param(permit("true" + " || true" * 2000), id="a rule without end"),
        pytest.param(permit("1" + "+1" * 4000 + " > 0"), id="a sum without end"),
        pytest.param(permit(f'resource.services.contains("{chr(0xD800)}")'), id="a lone surrogate"),
        pytest.param(f"// {chr(0xDFFF)}", id="a lone surrogate in a comment"),
    ],
)
def test_a_policy_that_does_not_fit_is_refused_when_it_is_loaded(text: str) -> None:
    """One error type for everything, before any of it goes live; the process survives all of it."""
    with pytest.raises(RulesetError) as caught:
        PolicySet.load(text)
    assert caught.value.message.startswith("policy.cedar")
    assert "\n" not in caught.value.message


def test_the_error_names_file_line_and_rule() -> None:
    """Cedar gives no position; the statement is found all the same, past strings and comments with semicolons."""
    text = (
        f'// a comment; with a semicolon "and a quote\n{REVIEW}\n'
        f'@id("b") @title("a;b") @because("say \\"no\\"; or so") '
        'permit(principal, action == Action::"elevate_one", resource);\n\n\n'
        f'@id("c") {WORDS}\npermit(principal, action == Action::"elevate_one", resource) when {{ resource.nope }};'
    )
    with pytest.raises(RulesetError, match=r"^house\.cedar line 6, rule c: "):
        PolicySet.load(text, file="house.cedar")


def test_statements_are_cut_outside_strings_and_comments() -> None:
    """Text and line of each statement; a rest without semicolon is a statement too."""
    cut = list(split_statements('a "x;\ny" ;// ;\n\n b; ;c'))
    assert [(statement.text, statement.line) for statement in cut] == [
        ('a "x;\ny" ;', 1),
        ("b;", 4),
        (";", 4),
        ("c", 4),
    ]


def test_comments_alone_are_an_empty_policy() -> None:
    """A file that says nothing allows nothing, and is no error."""
    policy = PolicySet.load("// nothing here\n\n// yet")
    assert all(rule.startswith("floor-") for rule in policy.rules)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_of_any_system_are_fine(line_end: str) -> None:
    """A policy written on Windows loads."""
    assert "a" in PolicySet.load(permit().replace("\n", line_end)).rules


def test_the_rule_in_the_reference_loads() -> None:
    """What the documentation shows as a rule is one."""
    page = (Path(__file__).parents[3] / "docs/reference/policy.md").read_text(encoding="utf-8")
    example = page.split("```cedar\n")[1].split("```")[0]
    assert "payments-night" in PolicySet.load(example).rules


def test_the_floor_cannot_be_loaded_twice_and_the_starter_loads_under_any_name() -> None:
    """The floor stands in front of every policy, so its text is no policy of its own."""
    folder = resources.files("milkglass.access").joinpath("policies")
    with pytest.raises(RulesetError, match="floor-"):
        PolicySet.load(folder.joinpath("floor.cedar").read_text(encoding="utf-8"))
    starter = folder.joinpath("starter.cedar").read_text(encoding="utf-8")
    assert PolicySet.load(starter, file="policy.cedar").hash == PolicySet.starter().hash
