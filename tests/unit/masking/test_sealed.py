"""Reading sealed values, and the errors of the core's Python face."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from milkglass import _core
from milkglass.errors import FormatError, KeysError, OpenError
from milkglass.masking.sealed import SealedValue, find_sealed, parse

if TYPE_CHECKING:
    from types import ModuleType

SECRET = bytes(range(32))


@pytest.fixture
def email(seal_reference: ModuleType) -> str:
    """A sealed e-mail address of service checkout."""
    return str(seal_reference.seal(SECRET, "email", "checkout", b"ana@example.com"))


def test_parse_says_what_the_text_says(email: str) -> None:
    """Mode, kind and key id are read without any key."""
    assert parse(email) == SealedValue(email, "d", "email", _core.kid_of(SECRET))


@pytest.mark.parametrize("change", ["{} ", " {}", "{}\n", "{}a", "{0}_{0}", "{0} {0}", "\u212a{}", "", "pii1d_"])
def test_parse_takes_the_whole_text_or_nothing(email: str, change: str) -> None:
    """Anything before, behind or between makes it a format error, which does not repeat the text."""
    with pytest.raises(FormatError) as caught:
        parse(change.format(email))
    assert email not in str(caught.value)


def test_find_gives_byte_offsets(email: str) -> None:
    """Offsets count bytes, not characters, and slicing by them gives the text."""
    line = f"zoë={email}, twice={email}".encode()
    found = find_sealed(line)
    assert [line[start:end].decode() for start, end, _ in found] == [email, email]
    assert [sealed.text for _, _, sealed in found] == [email, email]


def test_find_takes_any_bytes() -> None:
    """Bytes that are no text, and none at all, hold no sealed value."""
    assert find_sealed(b"") == []
    assert find_sealed(b"\xff\x00pii1d_\xff") == []


def test_a_kind_key_opens_its_kind(email: str) -> None:
    """A key opens its own values and says which day it is of."""
    key = _core.KindKey(SECRET, "email", "checkout")
    assert key.open(email) == (b"ana@example.com", False)
    assert key.kid == parse(email).kid


def test_a_kind_of_a_later_version_opens(seal_reference: ModuleType) -> None:
    """A key is derived for any kind of the grammar: values outlive the version that knew their kind."""
    text = seal_reference.seal(SECRET, "not_yet_known", "checkout", b"x")
    assert _core.KindKey(SECRET, "not_yet_known", "checkout").open(text) == (b"x", False)


@pytest.mark.parametrize("text", ["", "pii1d_", "ana@example.com", "é", "\ud800".encode("utf-8", "replace").decode()])
def test_what_is_not_sealed_does_not_open(text: str) -> None:
    """Opening any other text is an open error with the code of the tree."""
    with pytest.raises(OpenError) as caught:
        _core.KindKey(SECRET, "email", "checkout").open(text)
    assert caught.value.code == "keys.open"


@pytest.mark.parametrize(
    ("secret", "kind", "service", "error"),
    [
        (SECRET[:31], "email", "checkout", KeysError),
        (SECRET + b"x", "email", "checkout", KeysError),
        (b"", "email", "checkout", KeysError),
        (SECRET, "E-mail", "checkout", FormatError),
        (SECRET, "", "checkout", FormatError),
        (SECRET, "a" * 25, "checkout", FormatError),
        (SECRET, "email", "", FormatError),
        (SECRET, "email", "Check Out", FormatError),
        (SECRET, "email", "a" * 64, FormatError),
        ("a" * 32, "email", "checkout", TypeError),
        (None, "email", "checkout", TypeError),
        (memoryview(bytes(128)).cast("I"), "email", "checkout", BufferError),
    ],
)
def test_wrong_keys_and_names_are_refused(secret: bytes, kind: str, service: str, error: type[Exception]) -> None:
    """Secrets of another length or type and names outside the grammar are refused with the tree's errors."""
    with pytest.raises(error) as caught:
        _core.KindKey(secret, kind, service)
    assert repr(SECRET)[2:20] not in str(caught.value)


def test_secrets_may_be_held_in_buffers_that_are_wiped(email: str) -> None:
    """A bytearray or memoryview is taken and copied: wiping it afterwards does not change the key."""
    held = bytearray(SECRET)
    key = _core.KindKey(memoryview(held), "email", "checkout")
    held[:] = bytes(32)
    gc.collect()
    assert key.open(email)[0] == b"ana@example.com"
    assert _core.kid_of(memoryview(SECRET * 2)[::2]) != _core.kid_of(SECRET)


def test_a_kind_key_does_not_print_or_pickle() -> None:
    """The representation of a key holds neither secret nor key, and it has no state to take out."""
    key = _core.KindKey(SECRET, "email", "checkout")
    assert "KindKey object at" in repr(key)
    with pytest.raises(TypeError):
        key.__reduce_ex__(2)


def test_seal_day_refuses_what_it_cannot_seal_to() -> None:
    """A key of low order, inputs of another length and an info beyond HPKE's limit are refused."""
    good = (SECRET, b"\x09" + bytes(31), b"info", bytes(32))
    assert len(_core.seal_day(*good)) == 80
    for place, bad, error in [
        (0, bytes(31), KeysError),
        (1, bytes(32), KeysError),
        (1, bytes(33), KeysError),
        (2, bytes(65_536), FormatError),
        (3, b"", KeysError),
    ]:
        with pytest.raises(error):
            _core.seal_day(*good[:place], bad, *good[place + 1 :])
