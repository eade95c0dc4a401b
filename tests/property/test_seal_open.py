"""What holds for every sealed value, checked between the core and the second implementation."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milkglass import _core
from milkglass.errors import FormatError, OpenError
from milkglass.masking.sealed import find_sealed, parse

if TYPE_CHECKING:
    from types import ModuleType

secrets = st.binary(min_size=32, max_size=32)
kinds = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,7}){0,2}", fullmatch=True)
services = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,62}", fullmatch=True)
values = st.one_of(
    st.binary(max_size=200),
    st.ip_addresses(v=4).map(lambda address: str(address).encode()),
    st.ip_addresses(v=6).map(lambda address: str(address).encode()),
    st.uuids().map(lambda one: str(one).encode()),
)
DAY = bytes(32)


@given(secret=secrets, kind=kinds, service=services, value=values, bare=st.booleans())
def test_what_the_reference_seals_the_core_opens(
    seal_reference: ModuleType, *, secret: bytes, kind: str, service: str, value: bytes, bare: bool
) -> None:
    """Any value under any names comes back byte by byte, and the text says its kind and key id."""
    text = seal_reference.seal(secret, kind, service, value, bare=bare)
    assert _core.KindKey(secret, kind, service).open(text) == (value, bare)
    sealed = parse(text)
    assert (sealed.mode, sealed.kind, sealed.kid) == ("d", kind, _core.kid_of(secret))


@given(value=values, place=st.integers(min_value=0), character=st.sampled_from(string.ascii_lowercase + "234567_"))
def test_a_changed_character_never_opens_to_something_else(
    seal_reference: ModuleType, value: bytes, place: int, character: str
) -> None:
    """Whatever character is changed, even with the check put right again, the value does not open."""
    text = seal_reference.seal(DAY, "email", "checkout", value)
    place %= len(text)
    changed = text[:place] + character + text[place + 1 :]
    assume(changed != text)
    for attempt in (changed, seal_reference.with_check(changed[:-4])):
        if attempt != text:
            with pytest.raises(OpenError):
                _core.KindKey(DAY, "email", "checkout").open(attempt)


@given(plain=st.binary(min_size=5, max_size=48))
def test_an_opener_takes_no_plaintext_that_no_masker_writes(seal_reference: ModuleType, plain: bytes) -> None:
    """Even under the right key a plaintext opens only if it is the raw or packed form of what it opens to."""
    text = seal_reference.seal_plaintext(DAY, "email", "checkout", plain)
    try:
        value, bare = _core.KindKey(DAY, "email", "checkout").open(text)
    except OpenError:
        return
    assert plain in {seal_reference.plaintext(value, bare=bare, form=form) for form in (None, 0)}


@given(
    head=st.binary(min_size=1, max_size=1), data=st.binary(min_size=4, max_size=4) | st.binary(min_size=16, max_size=16)
)
def test_packed_lengths_hold_packed_forms_only(seal_reference: ModuleType, head: bytes, data: bytes) -> None:
    """Four or sixteen bytes open in exactly the forms that are so long, whatever the format byte says."""
    text = seal_reference.seal_plaintext(DAY, "email", "checkout", head + data)
    allowed = {1 << 3} if len(data) == 4 else {2 << 3, 3 << 3}
    if head[0] & ~64 in allowed:
        value, _ = _core.KindKey(DAY, "email", "checkout").open(text)
        assert seal_reference.packed(value) == (head[0] >> 3 & 7, data)
    else:
        with pytest.raises(OpenError):
            _core.KindKey(DAY, "email", "checkout").open(text)


@given(text=st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Any text, surrogates aside, is either a sealed value or a format error."""
    with pytest.raises(FormatError):
        parse(text)
    assert find_sealed(text.encode("utf-8", "surrogatepass")) == []


@given(
    pieces=st.lists(st.text(alphabet=string.printable + "éß", max_size=20), min_size=1, max_size=5),
    value=values,
    mode=st.sampled_from("do"),
)
def test_sealed_values_are_found_between_any_texts(
    seal_reference: ModuleType, pieces: list[str], value: bytes, mode: str
) -> None:
    """Between texts that do not run on in the same word, every sealed value is found, where it stands."""
    sealed = seal_reference.seal(DAY, "email", "checkout", value, mode=mode)
    line = f" {sealed} ".join(pieces).encode()
    found = find_sealed(line)
    assert [line[start:end].decode() for start, end, _ in found] == [sealed] * (len(pieces) - 1)
