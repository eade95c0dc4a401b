"""The examples of the pages about rules do what they say, and the reference has every key and code."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from milkglass import Masker
from milkglass.masking.rules import Ruleset

ROOT = Path(__file__).parents[2]
PAGES = {
    name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("reference/rules.md", "howto/write-rules.md")
}
_EXAMPLE = re.compile(r"```yaml\n((?:(?!```).)*)```\n\n```text\n(.*?)```", re.DOTALL)
EXAMPLES = [match for page in PAGES.values() for match in _EXAMPLE.findall(page)]


@pytest.mark.parametrize(("rules", "lines"), EXAMPLES)
def test_examples_do_what_they_say(rules: str, lines: str) -> None:
    """Each line of an example becomes the line below it."""
    masker = Masker(rules=Ruleset(rules))
    told = re.findall(r"^< (.*)\n> (.*)$", lines, re.MULTILINE)
    assert 2 * len(told) == lines.count("\n")
    assert [(line, masker.mask(line)) for line, _ in told] == told


def test_every_list_has_an_example() -> None:
    """All parts of a file are shown at work."""
    shown = "".join(rules for rules, _ in EXAMPLES)
    parts = ("style", "packs", "kinds", "services", "keys", "patterns", "words", "paths", "allow")
    assert [part for part in parts if f"\n{part}:" not in shown] == []


def _keys(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = node.get("properties", {})
        return set(own) | {key for value in node.values() for key in _keys(value)}
    return {key for item in node for key in _keys(item)} if isinstance(node, list) else set()


def test_the_reference_has_every_key() -> None:
    """Each key of the schema stands on the page."""
    schema = json.loads(files("milkglass.masking").joinpath("rules.schema.json").read_text(encoding="utf-8"))
    assert [key for key in sorted(_keys(schema)) if f"`{key}`" not in PAGES["reference/rules.md"]] == []


def test_the_reference_has_every_code() -> None:
    """Each code of a fault that the core can give stands on the page, and no other."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rust/core/src/rules").rglob("*.rs"))
    given = set(re.findall(r'(?:faults|self)?\.(?:add|refuse)\((?:[^"]*?)"[^"]*"?,?\s*"([a-z]+(?:-[a-z]+)*)"', sources))
    given |= set(re.findall(r'"((?:bad|no|not|too|unknown|missing|wrong|empty)-[a-z-]+)"', sources))
    table = PAGES["reference/rules.md"].partition("## Errors")[2].partition("## Cost")[0]
    written = set(re.findall(r"`([a-z-]+)`", table)) - {"faults", "line", "column", "rule", "code", "message", "mend"}
    assert {code for code in given if "-" in code} == {code for code in written if "-" in code}
