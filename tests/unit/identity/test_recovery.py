"""Recovery codes as values: enough randomness, forgiving spelling, each once."""

from __future__ import annotations

import hashlib

from mgworld import Random

from milkglass.identity.recovery import CODES, RecoveryCodes, kept, new_codes


def test_codes_are_long_and_different() -> None:
    """Ten codes of 26 base32 characters (130 bits), none twice."""
    codes = new_codes(Random())
    assert len(set(codes)) == CODES
    for code in codes:
        assert len(code.replace("-", "")) == 26
        assert set(code) <= set("abcdefghijklmnopqrstuvwxyz234567-")


def test_a_code_works_once_in_any_spelling_of_people() -> None:
    """Capitals, left-out hyphens and outer space are forgiven; a used code is none any more."""
    codes = new_codes(Random())
    row = kept(codes, rev=3)
    for spelling in (codes[0], codes[0].upper(), codes[0].replace("-", ""), f" {codes[0]} "):
        left = row.without(spelling)
        assert left is not None
        assert (len(left.hashes), left.rev) == (9, 4)
        assert left.without(codes[0]) is None


def test_nothing_else_is_a_code() -> None:
    """Empty, cut, lengthened, full-width and wrong texts are refused, and never raise."""
    codes = new_codes(Random())
    row = kept(codes, rev=1)
    wide = codes[0].translate({ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyz234567"})
    for text in ("", "-", codes[0][:-1], codes[0] + "a", wide, "0" * 26, "\ud800", "a" * 26):
        assert row.without(text) is None


def test_the_row_holds_hashes_only_and_reads_back() -> None:
    """What is sealed has no code in it, and is the same after a round trip."""
    codes = new_codes(Random())
    row = kept(codes, rev=7)
    assert RecoveryCodes.from_bytes(row.to_bytes()) == row
    plain = codes[0].replace("-", "").encode()
    assert plain not in row.to_bytes()
    assert hashlib.sha256(plain).digest() in row.hashes
    assert "hashes" not in repr(row)
