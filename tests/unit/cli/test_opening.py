"""Putting opened values back: byte for byte, in any pieces, asked for once, sealed again when the grant ends."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkglass import _core
from milkglass.cli.opening import BATCH_BYTES, BATCH_VALUES, Lookup, Opening
from milkglass.errors import MilkglassError, StateError
from milkglass.masking.sealed import SealedValue, find_sealed

NOW = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
SECRET, SERVICE = bytes(range(32)), "shop"


def masker() -> _core.Masker:
    """Seals with a known secret."""
    made = _core.Masker("seal", {})
    made.set_sealer(SECRET, SERVICE, b"chain!")
    return made


def seal(value: str) -> str:
    """The sealed value of a mail address."""
    return masker().mask(value)


SEALED = [seal(f"jo{n}@example.com") for n in range(5)]


class FakeApi:
    """Opens with the key, as the server would; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.refuse_after: int | None = None
        self.sealed: dict[str, str] = {}
        self.until = NOW + timedelta(minutes=30)
        self.spoil: Any = None

    def post(self, *path: str, json: Any) -> Any:
        """Answer as ``POST /v1/reveal`` does."""
        assert path == ("reveal",)
        assert json["grant"] == "grt_1"
        if self.refuse_after is not None and len(self.asked) >= self.refuse_after:
            raise StateError("the grant has ended", code="access.ended.expired")
        self.asked.append(json["values"])
        values = [self._open(text) for text in json["values"]]
        answer = {"values": values, "expires_at": self.until.isoformat().replace("+00:00", "Z")}
        return answer if self.spoil is None else self.spoil(answer)

    def _open(self, text: str) -> dict[str, Any]:
        if text in self.sealed:
            return {"sealed": True, "code": self.sealed[text], "reason": "no"}
        kind = find_sealed(text.encode())[0][2].kind
        value, bare = _core.KindKey(SECRET, kind, SERVICE).open(text)
        more = {"bare": True} if bare else {}
        try:
            return {"value": value.decode()} | more
        except UnicodeDecodeError:
            return {"value_b64": base64.b64encode(value).decode()} | more


class Clock:
    """A clock to move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def lookup(api: FakeApi, clock: Clock | None = None) -> Lookup:
    """A lookup at that server."""
    return Lookup(api, "grt_1", clock or Clock())  # type: ignore[arg-type]  # a fake


def opened(data: bytes, api: FakeApi | None = None) -> bytes:
    """The data, opened at once."""
    opening = Opening(lookup(api or FakeApi()).open)
    return opening.feed(data) + opening.finish()


PIECES = [
    *(text.encode() for text in SEALED),
    b'"',
    b"\\",
    b"\n",
    b"\r\n",
    b"\x00",
    b"\xff\xfe",
    b" ",
    b"=",
    b"pii1",
    b"pii1d_email_",
    b"_",
    b"a" * 40,
    "\u00e4\u20ac".encode(),
    SEALED[0][:-1].encode(),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.data())
def test_cutting_a_stream_changes_nothing(parts: list[bytes], data: st.DataObject) -> None:
    """However a stream is cut, what comes out is what the whole gives."""
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    opening = Opening(lookup(FakeApi()).open)
    out = b"".join(opening.feed(whole[start:end]) for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True))
    assert out + opening.finish() == opened(whole)


LINES = st.lists(
    st.sampled_from(
        [
            "jo@example.com",
            "203.0.113.7",
            '{"a":203,"phone":"+1 202-555-0147"}',
            "user=jo x",
            "\\\\",
            '\\"',
            "\x00",
            "plain",
            "00:00:5e:00:53:af",
            " 2001:db8::1 ",
            "name=Jo",
        ]
    ),
    max_size=20,
)


@given(LINES)
def test_masked_and_opened_is_the_original(parts: list[str]) -> None:
    """Whatever stands around them, values that open give back the bytes that were masked."""
    original = "\n".join(parts).encode()
    assert opened(masker().mask_bytes(original)) == original


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (b'{"n":"%s"}', b'{"n":%s}'),
        (b'"{\\"n\\":\\"%s\\"}"', b'"{\\"n\\":%s}"'),
        (b'\\\\\\"%s\\\\\\"', b"%s"),
        (b'"%s', b'"%s'),
        (b'%s"', b'%s"'),
        (b"%s", b"%s"),
        (b'\\"%s x', b'\\"%s x'),
        (b'""%s""', b'"%s"'),
        (b"'%s'", b"'%s'"),
    ],
)
def test_a_bare_number_loses_its_quotation_marks(around: bytes, expected: bytes) -> None:
    """One quotation mark on each side goes, with the backslashes directly before it, if both are there; nothing else."""
    modes = {"payment_card": "d"}
    core = _core.Masker("seal", modes)
    core.set_sealer(SECRET, SERVICE, b"chain!")
    masked = core.mask_bytes(b'{"card":4111111111111111}')
    ((start, end, sealed),) = find_sealed(masked)
    assert masked[start - 1 : start] == b'"' == masked[end : end + 1]
    assert opened(around.replace(b"%s", sealed.text.encode())) == expected.replace(b"%s", b"4111111111111111")


def test_a_quoted_text_keeps_its_quotation_marks() -> None:
    """What stood as a JSON string stays one."""
    line = b'{"email":"jo@example.com"}'
    assert opened(masker().mask_bytes(line)) == line


def test_equal_values_are_asked_for_once() -> None:
    """Within a stream a value is disclosed once, however often it stands there."""
    api = FakeApi()
    seen = lookup(api)
    opening = Opening(seen.open)
    line = f"{SEALED[0]} {SEALED[1]} {SEALED[0]}\n".encode()
    for _ in range(3):
        assert opening.feed(line) == b"jo0@example.com jo1@example.com jo0@example.com\n"
    assert api.asked == [[SEALED[0], SEALED[1]]]
    assert seen.opened == 9


def test_batches_hold_a_thousand_values_and_what_the_server_takes() -> None:
    """No call asks for more than the API allows, in number or size."""
    api = FakeApi()
    texts = [seal(f"user{n}@example.com") for n in range(2 * BATCH_VALUES + 7)]
    lookup(api).open([found for _, _, found in find_sealed(" ".join(texts).encode())])
    assert [len(batch) for batch in api.asked] == [BATCH_VALUES, BATCH_VALUES, 7]
    assert [text for batch in api.asked for text in batch] == texts


class Refusing(FakeApi):
    """Takes any text and opens none."""

    def post(self, *path: str, json: Any) -> Any:
        """Answer as ``POST /v1/reveal`` does."""
        assert path == ("reveal",)
        self.asked.append(json["values"])
        no = {"sealed": True, "code": "keys.open", "reason": "no"}
        return {"values": [no] * len(json["values"]), "expires_at": NOW.isoformat()}


def test_large_values_go_in_smaller_batches_or_not_at_all() -> None:
    """Values that fill a body go alone; one that no body holds stays sealed with a reason."""
    half = BATCH_BYTES // 2
    sizes = {"a": half, "b": half, "c": BATCH_BYTES + 1, "d": 3}
    api = Refusing()
    seen = lookup(api)
    seen.open([SealedValue(letter * size, "d", "email", "aaaaaaaa") for letter, size in sizes.items()])
    assert [[len(text) for text in batch] for batch in api.asked] == [[half], [half, 3]]
    assert seen.sealed == {"keys.open": 3, "usage.too_large": 1}


def test_what_stays_sealed_stays_as_it_is() -> None:
    """A value outside the grant keeps its text, and its reason is counted; one-way values are not asked for."""
    api = FakeApi()
    api.sealed[SEALED[1]] = "access.scope.kind"
    one_way = _core.Masker("seal", {"email": "o"})
    one_way.set_sealer(SECRET, SERVICE, b"chain!")
    line = f"{SEALED[0]} {SEALED[1]} {one_way.mask('jo@example.com')}".encode()
    seen = lookup(api)
    opening = Opening(seen.open)
    assert opening.feed(line) + opening.finish() == line.replace(SEALED[0].encode(), b"jo0@example.com")
    assert seen.sealed == {"access.scope.kind": 1, "access.one_way": 1}
    assert api.asked == [SEALED[:2]]


def test_when_the_grant_ends_values_are_sealed_again() -> None:
    """After a refusal of the whole call nothing is asked any more, and nothing remembered is shown."""
    api = FakeApi()
    api.refuse_after = 1
    seen = lookup(api)
    opening = Opening(seen.open)
    assert opening.feed(f"{SEALED[0]}\n".encode()) == b"jo0@example.com\n"
    second = f"{SEALED[1]} {SEALED[0]}\n".encode()
    assert opening.feed(second) == second
    assert opening.feed(second) == second
    assert len(api.asked) == 1
    assert seen.refusal is not None
    assert seen.refusal.code == "access.ended.expired"
    assert seen.sealed == {"access.ended.expired": 4}


def test_nothing_is_remembered_past_the_window() -> None:
    """At the end of the window what was opened is forgotten and asked for anew."""
    api, clock = FakeApi(), Clock()
    opening = Opening(lookup(api, clock).open)
    line = f"{SEALED[0]}\n".encode()
    assert opening.feed(line) == b"jo0@example.com\n"
    clock.now = api.until
    api.refuse_after = 1
    assert opening.feed(line) == line


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer | {"values": answer["values"][:-1]},
        lambda answer: answer | {"values": answer["values"] * 2},
        lambda answer: answer | {"expires_at": "tomorrow"},
        lambda answer: answer | {"expires_at": "2026-11-24T02:15:00"},
        lambda answer: {"values": answer["values"]},
        lambda _: [],
        lambda answer: answer | {"values": [{"value_b64": "%%%"}] * len(answer["values"])},
        lambda answer: answer | {"values": [None] * len(answer["values"])},
        lambda answer: answer | {"values": [{}] * len(answer["values"])},
    ],
)
def test_an_answer_that_does_not_fit_opens_nothing(spoil: Any) -> None:
    """Values never land at the wrong place: an answer that is not understood is refused as a whole."""
    api = FakeApi()
    api.spoil = spoil
    seen = lookup(api)
    opening = Opening(seen.open)
    line = " ".join(SEALED[:2]).encode() + b"\n"
    assert opening.feed(line) == line
    assert type(seen.refusal) is MilkglassError
    assert "example" not in str(seen.refusal)


def test_values_that_are_not_text_come_back_as_bytes() -> None:
    """Bytes that are no UTF-8 survive."""
    modes = {"name": "d"}
    core = _core.Masker("seal", modes)
    core.set_sealer(SECRET, SERVICE, b"chain!")
    line = b"name=J\xff\xfe next\n"
    assert opened(core.mask_bytes(line)) == line


def test_nothing_is_held_back_but_an_unfinished_value() -> None:
    """An interactive stream shows all of a line at once, and a line without end up to its last word."""
    opening = Opening(lookup(FakeApi()).open)
    assert opening.feed(b"hello world") == b"hello "
    assert opening.feed(b"\n") == b"world\n"
    assert opening.feed(b"x" * 100) == b""
    assert opening.finish() == b"x" * 100


def test_endless_words_do_not_fill_the_memory() -> None:
    """A run without any cut is passed on when it is longer than any value."""
    opening = Opening(lookup(FakeApi()).open)
    piece = b"a" * (1 << 20)
    out = sum(len(opening.feed(piece)) for _ in range(20))
    assert out >= 16 << 20
    assert out + len(opening.finish()) == 20 << 20
