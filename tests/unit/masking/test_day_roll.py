"""The day rolls under load: no value is sealed under a key that was dropped, over threads and forked workers."""

from __future__ import annotations

import base64
import os
import re
import threading
from typing import TYPE_CHECKING

import pytest

from milkglass import Masker
from milkglass.masking.enrolment import Enrolment, UnsealPair
from milkglass.masking.keyring import read_rows
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from pathlib import Path

NOON = 1_795_521_600.0
DAY = 86_400.0
LINE = "email=ann@example.com birth_date=1990-01-31 end\n"
PUBLIC = bytes.fromhex("4b3265f1f645e2a19f4d6c9069a7a5a01487ffc18cfec92a24dcedb7e3d6f15f")


class Clock:
    """Seconds that move when they are told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def enrolment(tmp_path: Path) -> Enrolment:
    """Public halves of two months."""
    pairs = tuple(UnsealPair(f"logs.example.com/2026-{month}", PUBLIC) for month in (11, 12))
    return Enrolment("logs.example.com", tmp_path / "keyring.jsonl", pairs)


def kids(text: str) -> set[str]:
    """Key ids in a text."""
    return {sealed.kid for _, _, sealed in find_sealed(text.encode())}


def chains(text: str) -> set[bytes]:
    """What stands before the tag in values of mode r: chain id and counter."""
    found = re.finditer(r"pii1r_birth_date_[a-z2-7]{8}_([a-z2-7]{24})", text)
    return {base64.b32decode(match[1].upper())[:11] for match in found}


def test_case_16_day_roll_under_load(enrolment: Enrolment) -> None:
    """Security case 16: while eight threads mask and the day rolls thirty times, no line has a key dropped before it began.

    There is one row for each day: who waited over a roll does not roll back.
    """
    clock, rolled, wrong = Clock(), [set[str]()], []
    masker = Masker(enrolment=enrolment, clock=clock)
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            before = len(rolled)
            dropped = set().union(*rolled[: before - 1])
            wrong.extend(kids(masker.mask(LINE * 20)) & dropped)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        rolled.append(kids(masker.mask(LINE)))
        clock.now += DAY
        masker.mask(LINE)
        rolled.append(set())
    is_over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set().union(*rolled)) == 30
    assert len(read_rows(enrolment.keyring)) == 31


def test_case_16_day_roll_in_forked_workers(enrolment: Enrolment) -> None:
    """Security cases 16 and 18: workers forked from a masker that has sealed share no key and no counter of a chain with anybody.

    After the day roll none uses the key of the day before; every key has its row.
    """
    clock = Clock()
    masker = Masker(enrolment=enrolment, clock=clock)
    stream = masker.stream()
    parent = masker.mask(LINE * 50) + stream.feed(LINE.encode()).decode()
    pipes = [os.pipe() for _ in range(8)]
    for _, writer in pipes:
        if os.fork() == 0:
            before = masker.mask(LINE * 50) + stream.feed(LINE.encode() * 50).decode()
            clock.now += DAY
            after = masker.mask(LINE * 50) + stream.feed(LINE.encode() * 50).decode()
            os.write(writer, f"{before}|{after}".encode())
            os._exit(0)
        os.close(writer)
    said = []
    for reader, _ in pipes:
        with os.fdopen(reader, "rb") as pipe:
            said.append(pipe.read().decode().split("|"))
        os.wait()
    texts = [parent + masker.mask(LINE * 50), *(text for both in said for text in both)]
    assert all(len(kids(text)) == 1 for text in texts)
    assert len(set().union(*map(kids, texts))) == len(read_rows(enrolment.keyring)) == 17
    counters = [chains(text) for text in texts]
    assert sum(map(len, counters)) == len(set().union(*counters)) == 101 + 16 * 100


def test_a_stream_goes_on_in_a_forked_process(enrolment: Enrolment) -> None:
    """The child's stream keeps the unfinished line and the open private key of the parent, and seals under a key of its own."""
    stream = (masker := Masker(enrolment=enrolment, clock=Clock())).stream()
    begun = stream.feed(b"email=ann@example.com\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9")
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, stream.feed(b"w0BAQEFAASC\nemail=ann@example.com\n") + stream.finish())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        child = pipe.read()
    os.wait()
    assert b"hki" not in child
    assert b"w0BAQ" not in child
    assert child.count(b"\n") == 2
    assert kids(child.decode())
    assert kids(child.decode()).isdisjoint(kids(begun.decode()) | kids(masker.mask(LINE)))


def test_the_warning_of_a_value_too_long(enrolment: Enrolment) -> None:
    """A value whose sealed value log stores would cut is one-way, and the masker says so; a shorter one is sealed without a word."""
    masker = Masker(enrolment=enrolment, clock=Clock())
    assert "pii1d_email_" in masker.mask(f"{'x' * 60}@example.com")
    assert masker.problem is None
    assert "pii1o_email_" in masker.mask(f"{'x' * 60}@{'y' * 60}.example.com")
    assert masker.problem is not None
    assert masker.problem.code == "masking.withheld"
