"""Security cases 8, 9, 10, 13 and 14: sealed values in lines, whole and damaged, through a masker in every mode."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import string
import urllib.parse
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkglass import _core
from milkglass.masking.sealed import find_sealed

SECRET = bytes(range(32))
LINE = "email=ann.smith@example.com birth_date=1990-01-31 from 192.0.2.7 password=hunter2hunter2 end"
HIDDEN = "eve.jones@example.com"


def masker() -> _core.Masker:
    """A masker with the default modes, so that a line has values of all three."""
    made = _core.Masker("seal", {})
    made.set_sealer(SECRET, "shop", b"chain!")
    return made


MASKER = masker()
MASKED = MASKER.mask(LINE)
SEALED = [sealed.text for _, _, sealed in find_sealed(MASKED.encode())]


def test_the_line_has_every_mode() -> None:
    """What follows is about modes d, r and o."""
    assert {text[4] for text in SEALED} == set("dro")


def test_case_8_masked_twice_is_masked_once() -> None:
    """Security case 8: values of every mode are left as they stand, mode r too, of which no two are alike."""
    assert MASKER.mask(MASKED) == MASKED
    assert masker().mask(MASKED) == MASKED
    assert MASKER.mask(LINE) != MASKED


@pytest.mark.parametrize("text", SEALED, ids=lambda text: text[:5])
def test_case_9_damage_at_every_place(text: str) -> None:
    """Security case 9: cut, changed and widened at every position it opens nowhere, and does not hide a value that stands beside it."""
    kind = find_sealed(text.encode())[0][2].kind
    key = _core.KindKey(SECRET, kind, "shop")
    for place in range(len(text)):
        other = "a" if text[place] != "a" else "b"
        changed = (text[:place] + other + text[place + 1 :], text[:place] + text[place + 1 :], text[:place])
        for damaged in (*changed, text[:place] + other + text[place:]):
            with pytest.raises(_errors()):
                key.open(damaged)
            assert HIDDEN not in MASKER.mask(f"{damaged} {HIDDEN}")
            assert HIDDEN not in MASKER.mask(f"to={HIDDEN} {damaged}")


def _errors() -> type[Exception]:
    from milkglass.errors import OpenError

    return OpenError


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        ["pii1d_email_", "pii1r_name_aaaaaaaa_", "pii1o_x_", "pii1d_", "pii1p_a_aaaaaaaa_", SEALED[0][:40]]
    ),
    st.text(alphabet=string.ascii_lowercase + "234567_", max_size=40),
    st.sampled_from([HIDDEN, "4111111111111111"]),
    st.sampled_from([" ", "=", ",", '"', "/", "("]),
)
def test_case_10_a_look_alike_is_scanned(head: str, middle: str, value: str, before: str) -> None:
    """Security case 10: what only begins like a sealed value is ordinary text, and what stands in or behind it is masked."""
    assert value not in MASKER.mask(f"{head}{middle}{before}{value} end")


@pytest.mark.parametrize("kind", ["email", "birth_date"])
def test_case_13_short_values_have_one_length(kind: str) -> None:
    """Security case 13: one to seven bytes give sealed values of one length, in modes d and r."""
    own = _core.compile_rules(
        b"version: 1\nkinds: {one: {mode: d, sensitivity: 1}, two: {mode: r, sensitivity: 1}}\n"
        b"patterns: [{kind: one, regex: '<[a-z]+>'}, {kind: two, regex: '\\([a-z]+\\)'}]\n",
        [],
    )[0]
    made = _core.Masker("seal", {}, own)
    made.set_sealer(SECRET, "shop", b"chain!", ruleset=_core.Ruleset("seal", {}, own))
    left, right = ("<", ">") if kind == "email" else ("(", ")")
    lengths = {len(made.mask(f"x {left}{'a' * length}{right} y")) for length in range(1, 6)}
    assert len(lengths) == 1


@pytest.mark.parametrize("text", SEALED, ids=lambda text: text[:5])
def test_case_14_every_quoting_leaves_it_alone(text: str) -> None:
    """Security case 14: JSON, logfmt, CSV, URL, shell and XML carry a sealed value letter for letter, and without quoting it."""
    assert json.dumps(text) == f'"{text}"'
    assert shlex.quote(text) == text
    assert urllib.parse.quote(text, safe="") == text
    assert escape(text) == text
    assert quoteattr(text) == f'"{text}"'
    assert re.escape(text) == text
    csv.writer(out := io.StringIO()).writerow(["a", text])
    assert out.getvalue() == f"a,{text}\r\n"
    assert text.lower() == text
    assert re.findall(r"[^\s=]+", f"level=info user={text} n=1")[3] == text


@pytest.mark.parametrize("text", SEALED, ids=lambda text: text[:5])
@pytest.mark.parametrize("around", ["v={} n", '"{}"', "?a={}&b", "<{}>", "{},{}", "({})", "x-{}-y"])
def test_case_14_one_word(text: str, around: str) -> None:
    """Security case 14: it is one word of Unicode text segmentation (UAX 29): only letters, digits and the underscore that joins them."""
    assert text in re.findall(r"\w+", around.format(text, text))
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9]|_(?=[a-z0-9]))*", text)
    assert len(text) <= 255
