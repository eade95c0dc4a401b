"""Links between the pages of the repository lead somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tree import ROOT, files, files_in, text

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_NAMED = re.compile(
    r"(?<![\w/.])(?:docs|vectors|rust|src|tests|bench|accuracy|tools)/[\w./-]+\.(?:md|json|rs|py|cedar|cedarschema)\b"
)
_SHARED = ("vectors/wycheproof/", "vectors/transparency-dev-merkle/")  # published ones, in ../shared/data
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _pages() -> list[str]:
    return [path for path in files() if path.endswith(".md")]


def _slugs(path: Path) -> set[str]:
    """Anchors of the headings of a page, in the usual way."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _leads_nowhere(page: str, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return False
    name, _, anchor = target.partition("#")
    to = (ROOT / page).parent / name if name else ROOT / page
    return not to.exists() or (to.suffix == ".md" and bool(anchor) and anchor not in _slugs(to))


def test_links_resolve() -> None:
    """Each relative link of each page, anchors included, leads to something."""
    broken = [
        f"{page}: {target}"
        for page in _pages()
        for target in ("".join(found) for found in _LINK.findall(_FENCE.sub("", text(page))))
        if _leads_nowhere(page, target)
    ]
    assert broken == []


def test_files_that_are_named_exist() -> None:
    """A file that a page or a docstring names by its path is there; templates in capitals stand for any."""
    named = [
        (path, name)
        for path in [*_pages(), *files_in("src/", "rust/", "tests/", ends=(".py", ".rs"))]
        for name in _NAMED.findall(text(path))
    ]
    missing = {
        f"{path}: {name}"
        for path, name in named
        if not re.search(r"[A-Z]{3}", Path(name).stem) and not (ROOT / name).exists() and not name.startswith(_SHARED)
    }
    assert not missing, "\n".join(sorted(missing))


def _linked(page: Path) -> set[Path]:
    """The files that a page links."""
    links = _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {(page.parent / "".join(found)).resolve() for found in links}


def test_every_page_of_docs_is_in_the_index() -> None:
    """``docs/README.md`` links every page under ``docs``; a page beside a folder of its name is the index of that folder."""
    index = ROOT / "docs" / "README.md"
    linked = _linked(index)
    for page in [page for page in linked if page.suffix == ".md" and page.with_suffix("").is_dir()]:
        linked |= {target for target in _linked(page) if target.is_relative_to(page.with_suffix(""))}
    pages = {(ROOT / path).resolve() for path in files_in("docs/", ends=".md")} - {index.resolve()}
    assert sorted(str(page.relative_to(ROOT.resolve())) for page in pages - linked) == []
