"""The masker as a host sees it: styles, day keys, what happens without a key, threads, forks, streams."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from milkglass import Masker, _core
from milkglass.errors import FormatError, MilkglassError, MissingPartError, RulesetError
from milkglass.masking.enrolment import Enrolment, UnsealPair
from milkglass.masking.finding import Finding
from milkglass.masking.keyring import read_rows
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = 1_795_521_600.0  # 2026-11-24 12:00 UTC
DAY = 86_400.0
LINE = "login user=ann from 192.0.2.7 email=ann@example.com\n"


class Clock:
    """Seconds that stand still until they are moved."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time now."""
        return self.now


def enrolment_in(folder: Path, months: tuple[str, ...] = ("2026-11", "2026-12")) -> Enrolment:
    """An enrolment with one pair for some months."""
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    public = X25519PrivateKey.generate().public_key().public_bytes(*raw)
    pairs = tuple(UnsealPair(f"logs.example.com/{month}", public) for month in months)
    return Enrolment("logs.example.com", folder / "keyring.jsonl", pairs)


def kids(text: str) -> set[tuple[str, str]]:
    """Mode and key id of each sealed value in a text."""
    return {(sealed.mode, sealed.kid) for _, _, sealed in find_sealed(text.encode())}


def test_stars_without_an_enrolment_and_seals_with_one(tmp_path: Path) -> None:
    """Who only imports and masks gets stars; who enrolled gets sealed values."""
    assert Masker().mask(LINE) == "login user=*** from *** email=***\n"
    assert kids(Masker(enrolment=enrolment_in(tmp_path), clock=Clock()).mask(LINE))


def test_nothing_to_mask_is_the_same_object() -> None:
    """A line without findings is not copied."""
    line = "started in 12 ms"
    data = line.encode()
    masker = Masker()
    assert masker.mask(line) is line
    assert masker.mask_lines(data) is data


@pytest.mark.parametrize("text", ["\ud800 user=ann \udfff", "übung user=ann", "", "\0user=ann\0", "a\r\nuser=ann\r\n"])
def test_any_text_goes_through(text: str) -> None:
    """Lone surrogates, other scripts, NUL and line ends of Windows stay as they are."""
    assert Masker().mask(text) == text.replace("ann", "***")


def test_the_row_is_on_the_disk_before_the_first_value(tmp_path: Path) -> None:
    """Security case 15: every key id in the output has its row; one row a day however many lines."""
    enrolment = enrolment_in(tmp_path)
    masker = Masker(service="pay", enrolment=enrolment, clock=Clock())
    written = masker.mask(LINE) + masker.mask(LINE)
    (row,) = read_rows(enrolment.keyring)
    assert kids(written) == {("d", row.kid)}
    assert (row.service, row.not_before, row.not_after) == ("pay", NOON - DAY / 2, NOON + DAY / 2)


def test_equal_values_are_equal_within_a_day_and_not_over_two(tmp_path: Path) -> None:
    """At midnight UTC a new key is drawn; a clock that goes back draws another one rather than use a wrong one."""
    enrolment, clock = enrolment_in(tmp_path), Clock()
    masker = Masker(enrolment=enrolment, clock=clock)
    first = masker.mask(LINE)
    clock.now += DAY / 2 - 1
    assert masker.mask(LINE) == first
    clock.now += 1
    second = masker.mask(LINE)
    clock.now -= 1
    third = masker.mask(LINE)
    assert len({first, second, third}) == 3
    assert len(read_rows(enrolment.keyring)) == 3


@pytest.mark.parametrize("breakage", ["no pair", "no folder", "random"])
def test_no_usable_key_masks_one_way_and_says_why(tmp_path: Path, breakage: str) -> None:
    """Security case 15: whatever is wrong with the key, nothing is let through, nothing opens, and the reason can be asked for."""
    enrolment = enrolment_in(tmp_path, ("2027-01",) if breakage == "no pair" else ("2026-11",))
    if breakage == "no folder":
        (tmp_path / "keyring.jsonl").mkdir()
    calls = iter([b"", os.urandom(32)] if breakage == "random" else ())
    random: Callable[[int], bytes] = lambda size: next(calls, os.urandom(size))  # noqa: E731 - read in place
    masker = Masker(enrolment=enrolment, clock=Clock(), random=random)
    assert {mode for mode, _ in kids(masker.mask(LINE))} == {"o"}
    assert "ann" not in masker.mask(LINE)
    assert isinstance(masker.problem, MilkglassError)
    assert "ann" not in str(masker.problem)


def test_a_key_that_comes_back_is_used_a_minute_later(tmp_path: Path) -> None:
    """After a full or missing disk sealing becomes reversible again by itself."""
    enrolment, clock = enrolment_in(tmp_path), Clock()
    enrolment.keyring.mkdir()
    masker = Masker(enrolment=enrolment, clock=clock)
    assert {mode for mode, _ in kids(masker.mask(LINE))} == {"o"}
    enrolment.keyring.rmdir()
    assert {mode for mode, _ in kids(masker.mask(LINE))} == {"o"}
    clock.now += 61
    assert {mode for mode, _ in kids(masker.mask(LINE))} == {"d"}
    assert masker.problem is None


def test_seal_without_enrolment_is_one_way_and_steady() -> None:
    """Equal values stay equal for the life of the process, and nothing opens them."""
    clock = Clock()
    masker = Masker("seal", clock=clock)
    first = masker.mask(LINE)
    clock.now += 3 * DAY
    assert masker.mask(LINE) == first
    assert {mode for mode, _ in kids(first)} == {"o"}


def test_modes_are_settable_by_kind(tmp_path: Path) -> None:
    """A rule can make a kind one-way, or a one-way kind reversible."""
    masker = Masker(enrolment=enrolment_in(tmp_path), clock=Clock(), modes={"email": "o", "password": "d"})
    sealed = find_sealed(masker.mask("email=ann@example.com password=hunter2").encode())
    assert {(value.kind, value.mode) for _, _, value in sealed} == {("email", "o"), ("password", "d")}


@pytest.mark.parametrize(
    "options",
    [
        {"style": "blur"},
        {"service": "No Spaces"},
        {"service": ""},
        {"modes": {"shoe_size": "d"}},
        {"modes": {"email": "x"}},
    ],
)
def test_wrong_options_are_refused_at_once(options: dict[str, object]) -> None:
    """A typo is an error when the masker is made, never while it masks."""
    with pytest.raises(RulesetError) as caught:
        Masker(**options)  # type: ignore[arg-type]  # on purpose
    assert caught.value.hint


def test_a_wrong_enrolment_file_is_refused_at_once(tmp_path: Path) -> None:
    """Missing and malformed files are told apart."""
    with pytest.raises(MissingPartError):
        Masker(enrolment=tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{}")
    with pytest.raises(FormatError):
        Masker(enrolment=tmp_path / "bad.json")


def test_findings_count_in_the_units_of_the_text() -> None:
    """Positions are characters of a str and bytes of bytes."""
    text = "größe 😀 user=änn x email=a@example.com"
    found = Masker().find(text)
    assert [text[each.start : each.end] for each in found] == ["änn", "a@example.com"]
    assert Masker().find(text.encode())[0] == Finding(
        text.encode().index(b"\xc3\xa4nn"), text.encode().index(b" x "), "username"
    )


def test_threads_share_a_masker_and_one_row(tmp_path: Path) -> None:
    """Eight threads at the first line of a day draw one key and get the same text."""
    enrolment = enrolment_in(tmp_path)
    masker = Masker(enrolment=enrolment, clock=Clock())
    start, results = threading.Barrier(8), []

    def work() -> None:
        start.wait()
        results.extend(masker.mask(LINE * 100) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 160
    assert len(set(results)) == 1
    assert len(read_rows(enrolment.keyring)) == 1


def test_a_forked_process_draws_its_own_key(tmp_path: Path) -> None:
    """Parent and child never seal under one secret, and the child never hangs on a lock of the parent."""
    enrolment = enrolment_in(tmp_path)
    masker = Masker(enrolment=enrolment, clock=Clock())
    masker.mask(LINE)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, masker.mask(LINE).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        from_child = pipe.read().decode()
    os.waitpid(child, 0)
    assert kids(from_child)
    assert kids(from_child).isdisjoint(kids(masker.mask(LINE)))
    assert len(read_rows(enrolment.keyring)) == 2


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_a_stream_in_pieces_is_the_whole(size: int) -> None:
    """How the bytes arrive does not matter; the last line needs no line end."""
    text = (
        LINE + "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY-----\n"
    ).encode() * 3 + b"user=z"
    stream = Masker().stream()
    pieces = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]
    masked = b"".join([*pieces, stream.finish()])
    assert masked == Masker().mask_lines(text)
    assert b"MII" not in masked
    assert b"hki" not in masked
    assert masked.endswith(b"user=***")


def test_the_core_names_no_value_in_its_errors() -> None:
    """A wrong type is refused without printing what it was."""
    with pytest.raises(TypeError) as caught:
        _core.Masker("stars", {}).mask(b"user=ann")  # type: ignore[arg-type]  # on purpose
    assert "ann" not in str(caught.value)
