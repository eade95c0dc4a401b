"""Detection beside a slow reference that tries every range of a text (`tests/support/slow_reference.py`)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkglass import Masker

if TYPE_CHECKING:
    from types import ModuleType

SUPPORT = Path(__file__).parents[1] / "support" / "slow_reference.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("slow_reference", SUPPORT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = _load()

digits = st.integers(min_value=0, max_value=9).map(str)
hexes = st.sampled_from("0123456789abcdefABCDEF")


def _some(of: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(of, min_size=least, max_size=most).map("".join)


def _checked(head: str, size: int) -> st.SearchStrategy[str]:
    """A number that passes Luhn."""

    def close(body: str) -> str:
        return next(body + str(last) for last in range(10) if reference.luhn(f"{body}{last}".encode()))

    missing = size - len(head) - 1
    return _some(digits, missing, missing).map(lambda tail: close(head + tail))


def _account(country: str) -> st.SearchStrategy[str]:
    """A number with right check digits, whole or in fours."""
    size = reference.IBAN_LENGTHS[country.encode()] - 4

    def close(body: str) -> str:
        number = "".join(str(int(c, 36)) for c in f"{body}{country}00")
        return f"{country}{98 - int(number) % 97:02}{body}"

    whole = _some(digits, size, size).map(close)
    return whole | whole.map(lambda value: " ".join(value[at : at + 4] for at in range(0, len(value), 4)))


cards = st.sampled_from([("4", 16), ("4", 19), ("51", 16), ("37", 15), ("3000", 14), ("6011", 16), ("62", 17)])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "email": st.sampled_from(
        [
            "ann@example.com",
            "ann.lee+x@mail.example.org",
            "a%40example.com",
            "user@1000.service",
            "icon@2x.png",
            "git@example.com",
            "@",
        ]
    ),
    "ipv4": st.lists(st.integers(0, 300).map(str), min_size=3, max_size=5).map(".".join),
    "ipv6": st.ip_addresses(v=6, network="2001:db8::/32").map(str)
    | st.lists(_some(hexes, 0, 5), min_size=2, max_size=9).map(":".join),
    "mac": st.tuples(st.sampled_from(":-"), st.lists(_some(hexes, 2, 2), min_size=5, max_size=7)).map(
        lambda one: one[0].join(one[1])
    )
    | st.lists(_some(hexes, 4, 4), min_size=3, max_size=3).map(".".join),
    "payment_card": cards.flatmap(lambda card: _checked(*card))
    | _checked("4", 16).map(lambda card: "-".join(card[at : at + 4] for at in range(0, 16, 4)))
    | _checked("37", 15).map(lambda card: f"{card[:4]} {card[4:10]} {card[10:]}")
    | _some(digits, 12, 20),
    "iban": st.sampled_from(sorted(reference.IBAN_LENGTHS)).flatmap(lambda country: _account(country.decode())),
    "us_ssn": st.tuples(_some(digits, 3, 3), _some(digits, 2, 2), _some(digits, 4, 4)).map("-".join),
    "jwt": st.lists(_some(st.sampled_from("aZ09_-"), 0, 3), min_size=1, max_size=4).map(
        lambda parts: ".".join(["eyJhbGciOiJub25lIn0", *parts])
    ),
    "url_userinfo": st.tuples(
        st.sampled_from(["http", "postgres", "s3", "mongodb+srv"]),
        st.sampled_from(["ann", "ann:aaaa", ":aaaa", "a@b", "", "h,b", "x=y"]),
    ).map(lambda one: f"{one[0]}://{one[1]}@db.example.com/x"),
}
"""For each kind values of it, and what is nearly one."""

beside = st.sampled_from(
    [
        *" .,;()[]{}<>\"'/|=&?#*!~-_+\t",
        "",
        "x",
        "0",
        "%20",
        "%22",
        "\\n",
        "\\u0020",
        "\x1b[31m",
        "é",
        "\n",
        "v",
        "version ",
        "Chrome/",
        "1.",
        "_-",
    ]
)


@pytest.fixture(scope="module")
def masker() -> Masker:
    """Writes stars."""
    return Masker("stars")


def _found(masker: Masker, text: bytes) -> list[tuple[int, int, str]]:
    return [(finding.start, finding.end, finding.kind) for finding in masker.find(text)]


@pytest.mark.parametrize("kind", reference.KINDS)
def test_values_are_found(masker: Masker, kind: str) -> None:
    """What the reference finds in a value and its neighbours is found, and what is called so holds a value of the reference."""

    @settings(max_examples=400, deadline=None, database=None, derandomize=True)
    @given(st.lists(st.tuples(beside, VALUES[kind], beside), min_size=1, max_size=2))
    def compare(parts: list[tuple[str, str, str]]) -> None:
        text = "".join(piece for part in parts for piece in part).encode()
        found, expected = _found(masker, text), reference.KINDS[kind](text)
        for start, end in expected:
            parts = [at for at in range(start, end) if text[at : at + 1].isalnum()]
            assert all(any(a <= at < b for a, b, _ in found) for at in parts), (text, text[start:end])
        for start, end, _ in (one for one in found if one[2] == kind and kind not in reference.DIFFERENCES):
            holds = any(start <= a and b <= end for a, b in expected)
            # Beside what was masked a value may come to stand alone.
            assert holds or reference.KINDS[kind](text[start:end]), (text, text[start:end])

    compare()
