"""Rules files: word lists beside them, kinds of one's own, and what happens when a file changes under a masker."""

from __future__ import annotations

import os
import threading
from itertools import count
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from milkglass import Masker, _core
from milkglass.errors import RulesetError, RulesFileError
from milkglass.masking.enrolment import Enrolment, UnsealPair
from milkglass.masking.rules import Ruleset
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = 1_795_521_600.0  # 2026-11-24 12:00 UTC
LINE = "order ORD-1 by jo@example.com"
ORDERS = "version: 1\npatterns: [{id: order, kind: order_ref, regex: 'ORD-[0-9]+'}]\n"


class Clock:
    """Seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        """The time now."""
        return self.now


class Host:
    """A masker with a rules file and a clock of its own."""

    def __init__(self, folder: Path, text: str, enrolment: Enrolment | None = None) -> None:
        self.file, self.clock, self._writes = folder / "rules.yaml", Clock(), 0
        self.write(text)
        calls = count(1)
        random: Callable[[int], bytes] = lambda size: bytes([next(calls)]) * size  # noqa: E731 - the first secret is known
        self.masker = Masker(rules=self.file, enrolment=enrolment, clock=self.clock, random=random)

    def write(self, text: str | bytes) -> None:
        """A new text of the file, with a time of its own, however fast the test is."""
        self.file.write_bytes(text.encode() if isinstance(text, str) else text)
        self._writes += 1
        os.utime(self.file, ns=(0, self._writes * 10**9))

    def wait(self, seconds: float = 1.0) -> str:
        """What becomes of the line that much later."""
        self.clock.now += seconds
        return self.masker.mask(LINE)

    def take(self) -> str:
        """What becomes of the line when a change had its time."""
        self.wait()
        return self.wait()


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A masker without a key."""
    return Host(tmp_path, ORDERS)


@pytest.fixture
def enrolled(tmp_path: Path) -> Host:
    """A masker that seals."""
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    pair = UnsealPair("logs.example.com/2026-11", X25519PrivateKey.generate().public_key().public_bytes(*raw))
    return Host(tmp_path, ORDERS, Enrolment("logs.example.com", tmp_path / "keyring.jsonl", (pair,)))


def test_word_lists_are_read_beside_the_rules(tmp_path: Path) -> None:
    """A list counts from the folder of the rules, not from where the program stands."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "names.txt").write_text("# ours\nBluebird\n")
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nwords: [{kind: codename, file: lists/names.txt}]")
    assert Masker(rules=str(rules)).mask("bluebird") == "***"


@pytest.mark.parametrize("what", ["missing", "folder", "pipe", "name"])
def test_lists_that_cannot_be_read_are_faults(tmp_path: Path, what: str) -> None:
    """A list that is not there, is no file or has an impossible name is told with its place; nothing waits for a pipe."""
    if what == "folder":
        (tmp_path / "x").mkdir()
    if what == "pipe":
        os.mkfifo(tmp_path / "x")
    name = '"x\\u0001\\0"' if what == "name" else "x"
    (tmp_path / "r.yaml").write_text(f"version: 1\nwords: [{{kind: codename, file: {name}}}]")
    with pytest.raises(RulesFileError) as caught:
        Ruleset.load(tmp_path / "r.yaml")
    assert caught.value.message.startswith("r.yaml:2:32: words #1: the word list `x")


def test_a_rules_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Who names rules does not mask without them."""
    with pytest.raises(RulesFileError, match="no such file"):
        Masker(rules=tmp_path / "none.yaml")


def test_faults_name_no_word_of_the_file(tmp_path: Path) -> None:
    """What stands in lists and expressions may be secret itself: it is in no error."""
    canary = "Xyzzy1234"
    text = f"version: 1\nwords: [{{kind: x, words: [' {canary}']}}]\npatterns: [{{kind: x, regex: '({canary}'}}]\n"
    text += f"allow: {{domains: ['{canary} x'], networks: [{canary}], patterns: ['({canary}']}}"
    with pytest.raises(RulesFileError) as caught:
        Ruleset(text)
    assert len(caught.value.faults) == 5
    assert canary not in f"{caught.value.message}{caught.value.hint}{caught.value.faults}"


def test_a_kind_one_letter_from_a_known_one_is_noted() -> None:
    """A kind of one's own that looks like a slip is taken, and said."""
    ruleset = Ruleset("version: 1\nkeys: [{name: mail_to, kind: emial}]")
    assert [(note.code, note.mend) for note in ruleset.notes] == [("near-kind", "did you mean `email`?")]


def test_arguments_go_before_the_file() -> None:
    """A style of the call holds for kinds the file says nothing about; a mode of the call holds for its kind."""
    ruleset = Ruleset("version: 1\nstyle: label\nkinds: {email: {style: stars}}\nkeys: [{name: badge, kind: badge_no}]")
    line = "badge=1 jo@example.com"
    assert Masker(rules=ruleset).mask(line) == "badge=<BADGE_NO> ***"
    sealing = Masker("seal", rules=ruleset, modes={"badge_no": "d"})
    assert sealing.mask(line).startswith("badge=pii1o_badge_no_")
    with pytest.raises(RulesetError):
        Masker(rules=ruleset, modes={"badge": "d"})


def test_own_kinds_are_sealed_and_open_by_their_name(enrolled: Host) -> None:
    """The key of its name opens a kind of one's own, in the mode that the file says: `d` if it says nothing, `o` for what never opens."""
    masked, kids = enrolled.wait(0), set()
    for asked, mode in [
        (None, "d"),
        ("mode: r", "r"),
        ("sensitivity: 2", "d"),
        ("sensitivity: 4", "o"),
        ("mode: o", "o"),
    ]:
        if asked:
            enrolled.write(ORDERS + f"kinds: {{order_ref: {{{asked}}}}}\n")
            masked = enrolled.take()
        (start, end, sealed), *_ = find_sealed(masked.encode())
        assert (sealed.mode, sealed.kind) == (mode, "order_ref")
        kids.add(sealed.kid)
        if mode != "o":
            key = _core.KindKey(b"\1" * 32, "order_ref", "default")
            assert key.open(masked[start:end]) == (b"ORD-1", False)
    assert len(kids) == 1


def test_a_new_kind_gets_a_new_day_key(enrolled: Host) -> None:
    """A kind that the sealer has no key for brings a new row; known kinds alone bring none."""
    enrolled.wait(0)
    rows = enrolled.file.parent / "keyring.jsonl"
    assert len(rows.read_text().splitlines()) == 1
    enrolled.write("version: 1\n")
    assert "ORD-1" in enrolled.take()
    enrolled.write(ORDERS)
    enrolled.take()
    assert len(rows.read_text().splitlines()) == 1
    enrolled.write(ORDERS.replace("order_ref", "order_no"))
    assert "pii1d_order_no_" in enrolled.take()
    assert len(rows.read_text().splitlines()) == 2


def test_stars_become_seals_when_the_file_says_so(host: Host) -> None:
    """A masker without keys gets one-way ones when new rules want sealed values."""
    assert host.wait(0) == "order *** by ***"
    host.write(ORDERS + "style: seal\n")
    assert [sealed.mode for _, _, sealed in find_sealed(host.take().encode())] == ["o", "o"]


def test_a_change_is_taken_when_it_stands_still(host: Host) -> None:
    """A file that is being written is not read half: two looks, a second apart, have to see the same."""
    whole = ORDERS + "style: label\n"
    host.write("version: 1\n")
    assert host.wait() == "order *** by ***"
    host.write(whole)
    assert host.wait() == "order *** by ***"
    assert host.wait(0.9) == "order *** by ***"
    assert host.wait(0.1) == "order <ORDER_REF> by <EMAIL>"


@pytest.mark.parametrize("broken", [b"", b"version: 1\nkinds: {", b"\0", b"version: 2", b"\xff\xfe", "gone"])
def test_a_broken_file_changes_nothing(host: Host, broken: bytes | str) -> None:
    """The last good rules hold, the problem is told, and a mended file ends it."""
    if isinstance(broken, bytes):
        host.write(broken)
    else:
        host.file.unlink()
    assert host.take() == "order *** by ***"
    assert isinstance(host.masker.problem, RulesFileError)
    problem = host.masker.problem
    assert host.take() == "order *** by ***"
    assert host.masker.problem is problem
    host.write(ORDERS + "style: label\n")
    assert host.take() == "order <ORDER_REF> by <EMAIL>"
    assert host.masker.problem is None


def test_lists_are_watched_too(tmp_path: Path) -> None:
    """A word that is added to a list counts, and a list that comes late heals what failed for it."""
    words = tmp_path / "words.txt"
    words.write_text("ORD-1")
    host = Host(tmp_path, "version: 1\nwords: [{kind: x, file: words.txt}]\n")
    assert host.wait(0) == "order *** by ***"
    words.write_text("other")
    assert host.take() == "order ORD-1 by ***"
    host.write("version: 1\nwords: [{kind: x, file: late.txt}]\n")
    assert host.take() == "order ORD-1 by ***"
    assert isinstance(host.masker.problem, RulesFileError)
    (tmp_path / "late.txt").write_text("ORD-1")
    assert host.take() == "order *** by ***"
    assert host.masker.problem is None


def test_the_disk_is_looked_at_once_a_second(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines there are, a second costs one look; without a file there is none."""
    looks: list[object] = []
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda *a, **k: looks.append(a) or real(*a, **k))
    for _ in range(50):
        host.masker.mask(LINE)
        host.masker.find(LINE)
    first = len(looks)
    host.wait()
    assert first <= 1
    assert len(looks) <= first + 1


def test_a_clock_that_goes_back_looks_again(host: Host) -> None:
    """Rules do not stay old for an hour because the clock was set back."""
    host.wait()
    host.write(ORDERS + "style: label\n")
    host.wait(-3600)
    assert host.wait() == "order <ORDER_REF> by <EMAIL>"


def test_streams_go_on_with_new_rules(host: Host) -> None:
    """A stream that is open takes them at its next piece; no byte is lost on the way."""
    stream = host.masker.stream()
    assert stream.feed(b"ORD-1\nORD-") == b"***\n"
    host.write(ORDERS + "style: label\n")
    host.take()
    assert stream.feed(b"2\nORD-3") == b"<ORDER_REF>\n"
    assert stream.finish() == b"<ORDER_REF>"


def test_readers_and_a_writer_together(tmp_path: Path) -> None:
    """While rules are replaced, broken and mended, every line of every thread is masked by one of the good ones."""
    good = [ORDERS, ORDERS.replace("order_ref", "order_no") + "style: label\n"]
    file = tmp_path / "rules.yaml"
    file.write_text(good[0])
    ticks = iter(range(10**9))
    masker = Masker(rules=file, clock=lambda: NOON + next(ticks) * 0.05)
    stop, seen = threading.Event(), [set[str]() for _ in range(3)]

    def read(mine: set[str]) -> None:
        while not stop.is_set():
            mine.add(masker.mask(LINE))
            mine.add(masker.mask_lines(LINE.encode()).decode())

    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    for number in range(200):
        (tmp_path / "new").write_text("version: 1\nkinds: {" if number % 5 == 3 else good[number % 2])
        (tmp_path / "new").replace(file)
        threading.Event().wait(0.003)
    stop.set()
    for reader in readers:
        reader.join()
    assert set.union(*seen) == {"order *** by ***", "order <ORDER_NO> by <EMAIL>"}


def test_a_forked_child_keeps_the_rules(host: Host) -> None:
    """The child masks by the last good rules, and looks for itself."""
    host.write("version: 2")
    host.take()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            host.write(ORDERS + "style: label\n")
            os.write(writing, f"{host.masker.mask(LINE)}|{host.take()}".encode())
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    os.close(writing)
    assert os.read(reading, 1000).decode() == "order *** by ***|order <ORDER_REF> by <EMAIL>"
    os.close(reading)
