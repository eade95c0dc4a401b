"""The pages of the kinds are what `tools/make_kind_pages.py` makes of the table of kinds and `vectors/detect`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milkglass.masking.kinds import KINDS

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The tool that writes the pages."""
    spec = importlib.util.spec_from_file_location("make_kind_pages", ROOT / "tools" / "make_kind_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date(maker: ModuleType) -> None:
    """Every page says what the tool would write; ``python tools/make_kind_pages.py`` writes them."""
    pages = maker.files()
    stale = [
        str(path)
        for path, text in pages.items()
        if not (REFERENCE / path).exists() or (REFERENCE / path).read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_there_is_a_page_for_every_kind_and_no_other(maker: ModuleType) -> None:
    """The folder holds a page for each kind, the page of the keys, and nothing that a kind left behind."""
    names = {path.stem for path in (REFERENCE / "kinds").iterdir()}
    assert names == {*KINDS, "keys"}
    assert maker.gone() == []


def test_the_index_links_every_kind() -> None:
    """Each kind has its row in the index, with its title and a link to its page."""
    index = (REFERENCE / "kinds.md").read_text(encoding="utf-8")
    assert [
        name for name, kind in KINDS.items() if f"| [`{name}`](kinds/{name}.md) | {kind.title} |" not in index
    ] == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a", "`a`"),
        (" a ", "`  a  `"),
        (" a", "` a`"),
        (" ", "` `"),
        ("`a", "`` `a ``"),
        ("a`b``c", "```a`b``c```"),
        ("a\nb", "`a␊b`"),
        ("", ""),
    ],
)
def test_code_spans_show_their_text(maker: ModuleType, text: str, span: str) -> None:
    """Nothing of an example is lost to Markdown: not its spaces, its backticks or its line ends."""
    assert maker.code(text) == span


def test_examples_name_what_is_not_of_the_page(maker: ModuleType) -> None:
    """What is found is bold; a finding of another kind is named, and a bar without a kind before it is text."""
    assert maker.example("to «a|b» now", "email") == "- `to `**`a|b`**` now`"
    assert maker.example("«ipv4|192.0.2.7»", "email") == "- **`192.0.2.7`** → `ipv4`"
