"""Passwords: argon2id, Unicode, limits, and the same work for names that do not exist."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import argon2
import pytest

from milkglass.errors import UsageError
from milkglass.identity import passwords
from milkglass.identity.passwords import (
    CHEAP_FOR_TESTS,
    DEFAULT,
    Profile,
    Verified,
    check_strength,
    hash_password,
    new_password,
    verify_password,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "correct horse battery"


def zeros(size: int) -> bytes:
    """A random source for tests."""
    return bytes(size)


def hashed(password: str = PASSWORD, profile: Profile = CHEAP_FOR_TESTS) -> str:
    """A hash that costs nothing."""
    return hash_password(password, profile=profile, random=zeros)


def is_right(encoded: str | None, password: str) -> bool:
    """Whether it verifies under the test profile."""
    return verify_password(encoded, password, profile=CHEAP_FOR_TESTS).ok


def test_the_right_password_and_no_other() -> None:
    """Right, wrong by a letter, by case, by a space and cut short."""
    encoded = hashed()
    assert is_right(encoded, PASSWORD)
    for wrong in (PASSWORD[:-1], PASSWORD + " ", PASSWORD.upper(), PASSWORD + "\x00", "", PASSWORD[:12]):
        assert not is_right(encoded, wrong)


def test_the_default_profile_is_the_second_choice_of_rfc_9106() -> None:
    """Argon2id, version 1.3, 64 MiB, 3 passes, 4 lanes, a salt of 16 bytes from the random source, 32 bytes of hash."""
    encoded = hashed(profile=DEFAULT)
    assert encoded.startswith("$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$")
    assert argon2.extract_parameters(encoded) == argon2.profiles.RFC_9106_LOW_MEMORY


def test_two_salts_give_two_hashes() -> None:
    """Equal passwords of two people do not look equal."""
    assert hashed() != hash_password(PASSWORD, profile=CHEAP_FOR_TESTS, random=lambda size: b"\x01" * size)


def test_an_old_profile_verifies_and_asks_to_be_replaced() -> None:
    """A hash made with other costs is right, and says that it should be made again; a wrong password says nothing."""
    stronger = Profile("stronger", time_cost=2, memory_kib=16, lanes=1)
    assert verify_password(hashed(), PASSWORD, profile=stronger) == Verified(ok=True, needs_rehash=True)
    assert verify_password(hashed(), PASSWORD, profile=CHEAP_FOR_TESTS) == Verified(ok=True, needs_rehash=False)
    assert verify_password(hashed(), PASSWORD + "x", profile=stronger) == Verified(ok=False)


def test_both_ways_to_write_a_letter_are_one_password() -> None:
    """An e with an accent typed as one character or as two is the same password (NFC)."""
    composed = "caf\u00e9 au lait noir"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert is_right(hashed(composed), decomposed)
    assert is_right(hashed(decomposed), composed)


@pytest.mark.parametrize("length", [12, 1024])
def test_the_limits_are_inside(length: int) -> None:
    """12 and 1024 bytes are fine."""
    password = ("abcdefgh" * 128)[:length]
    assert is_right(hashed(password), password)


@pytest.mark.parametrize(
    "password",
    ["", "elevenchars", "x" * 1025, "\u20ac" * 342, "ok but \ud800 no"],
    ids=["0", "11", "1025", "1026", "no"],
)
def test_outside_the_limits_nothing_is_hashed(password: str) -> None:
    """Too short, too long in bytes though short in characters, and what is not text; the message repeats none of it."""
    with pytest.raises(UsageError) as caught:
        hashed(password)
    assert not password or password not in str(caught.value)
    with pytest.raises(UsageError):
        check_strength(password, "ana")


class CountingHasher:
    """Counts how often the real hasher works."""

    def __init__(self, real: argon2.PasswordHasher) -> None:
        self._real = real
        self.worked_on: list[argon2.Parameters] = []

    def verify(self, encoded: str, typed: bytes) -> bool:
        """Count and do it."""
        self.worked_on.append(argon2.extract_parameters(encoded))
        return self._real.verify(encoded, typed)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the real one's."""
        return getattr(self._real, name)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingHasher]:
    """The hasher of the test profile, counting."""
    hasher = CountingHasher(passwords._hasher(CHEAP_FOR_TESTS))
    passwords._dummy(CHEAP_FOR_TESTS)
    monkeypatch.setattr(passwords, "_hasher", lambda _: hasher)
    return hasher


@pytest.mark.parametrize(
    ("encoded", "password"),
    [
        (None, PASSWORD),
        (None, "short"),
        (None, ""),
        (None, "x" * 5000),
        (None, "\ud800 is no text"),
        ("stored", PASSWORD + "x"),
        ("stored", "short"),
        ("", PASSWORD),
        ("$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA", PASSWORD),
        ("plain text", PASSWORD),
    ],
)
def test_a_refusal_costs_one_hash_whatever_the_reason(
    counting: CountingHasher, encoded: str | None, password: str
) -> None:
    """Security case 44: unknown names, impossible passwords and rows without a usable hash cost the same work as a wrong password."""
    assert not is_right(hashed() if encoded == "stored" else encoded, password)
    assert [(work.time_cost, work.memory_cost) for work in counting.worked_on] == [(1, 8)]


def test_the_dummy_opens_nothing() -> None:
    """The password behind the dummy hash does not let an unknown name in."""
    assert not is_right(None, "this password opens nothing")
    assert not is_right(None, "")


@pytest.mark.parametrize("encoded", ["$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$x$y", "$argon2id$v=19$m=8"])
def test_a_damaged_hash_lets_nobody_in(encoded: str) -> None:
    """A row that is no hash refuses, it does not crash."""
    assert not is_right(encoded, PASSWORD)


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("anaanaanaana", "ana"),
        ("ANA-ana-ana-1", "ana"),
        ("annabelle-1234", "annabelle"),
        ("\uff21\uff2e\uff21anaanaana", "ana"),
        ("aaaaaaaaaaaaaaaa", "bo"),
        ("abababababab", "cleo"),
        ("            ", "cleo"),
    ],
)
def test_a_password_of_the_name_or_of_few_characters_is_weak(password: str, name: str) -> None:
    """Names in any case and width count; so do repetitions."""
    with pytest.raises(UsageError) as caught:
        check_strength(password, name)
    assert password.strip() not in caught.value.message or not password.strip()


@pytest.mark.parametrize("name", ["ana", "bo", "a", ""])
def test_a_few_words_are_a_good_password(name: str) -> None:
    """A short name that happens to stand in a long password does no harm, and no name at all neither."""
    check_strength("banana boat under maple", name)


def test_a_first_password_is_random_and_strong() -> None:
    """Four groups of five characters, strong for any name, and each random source gives another."""
    first = new_password(lambda size: bytes(range(size)))
    assert [len(group) for group in first.split("-")] == [5, 5, 5, 5]
    check_strength(first, "ana")
    assert first != new_password(lambda size: bytes(range(1, size + 1)))
