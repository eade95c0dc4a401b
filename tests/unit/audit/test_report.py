"""Reports: one shape, two forms; hostile text stays text; nothing is fetched or run."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from milkglass.audit.report.about_person import ccpa, gdpr_15, hipaa_528
from milkglass.audit.report.html import to_html
from milkglass.audit.report.page import Report, Section, Table

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202eevil\x1b[2J'


def report(*sections: Section) -> Report:
    """A report with these sections."""
    when = "2026-11-23T10:00:00.000Z"
    return Report(
        "gdpr-15", HOSTILE, "a law", (when, when), when, ("logs.example.com/audit", 1234, "00" * 32), sections
    )


class Tags(HTMLParser):
    """Collects tags and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember one."""
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Remember words."""
        self.words += data


def read(page: str) -> Tags:
    """The tags of a page."""
    tags = Tags()
    tags.feed(page)
    return tags


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_becomes_markup(one: str, other: str) -> None:
    """Whatever stands in titles, facts and cells: the tags are always the same, and the words have no direction marks."""
    sections = (Section("a", (one,), ((one, other),), Table(("h",), ((other,),))),)
    plain = (Section("a", ("x",), (("x", "x"),), Table(("h",), (("x",),))),)
    found, same = read(to_html(report(*sections))), read(to_html(report(*plain)))
    assert [tag for tag in found.tags if tag != "br"] == [tag for tag in same.tags if tag != "br"]
    assert not {"script", "img", "link", "iframe"} & set(found.tags)
    assert not {name for name in found.attributes if name.startswith("on") or name in {"src", "href"}}
    assert "\u202e" not in found.words


def test_a_page_stands_alone() -> None:
    """It forbids everything but its own style, says its language, and has a heading for each section."""
    page = to_html(report(Section(HOSTILE, table=Table(("a", "b"), (), "nothing here"))))
    assert "default-src &#x27;none&#x27;" in page
    assert '<html lang="en">' in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<h1>") == page.count("<h2 ") == 1
    assert "nothing here" in page
    assert "\x1b" not in page


def test_json_and_back() -> None:
    """What the API answers is the same report."""
    made = report(Section("a", ("b",), (("c", "d"),), Table(("e",), (("f",),), "g")), Section("h"))
    assert Report.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_reports_about_a_person_name_what_the_law_asks() -> None:
    """Date, recipient, what and purpose of each disclosure (HIPAA); categories and recipients (CCPA); notes of gaps (all)."""
    one = {
        "at": "2026-11-23T10:01:00.000Z",
        "kinds": {"email": 2},
        "services": ["shop"],
        "recipient": {"roles": ["engineer"]},
        "approvals": 1,
        "rung": "one_approval",
        "why": "ticket 12",
    }
    told = {
        "names": False,
        "asked": {"email": 1},
        "disclosures": [one],
        "searches": [],
        "unfinished_reveals": 3,
        "erased_at": "2026-11-24T10:00:00.000Z",
    }
    for write in (gdpr_15, hipaa_528, ccpa):
        text = str(write(told, {"email": "E-mail address"}))
        for part in ("2026-11-23", "engineer", "E-mail address", "ticket 12", "3 openings", "erased on 2026-11-24"):
            assert part in text, (write, part)
