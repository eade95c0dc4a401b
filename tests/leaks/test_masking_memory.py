"""Promise 2 of the plan, tried for real: with all that a masking process has, nothing of yesterday opens.

Of mode r nothing opens that was sealed before.
Two attackers read ``/proc/PID/mem``. One knows every key that ever was (it has the private half) and looks for its bytes at every
place. The other knows nothing but the format and tries what it finds as every key it could be.
"""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from milkglass import _core
from milkglass.masking.enrolment import Enrolment, UnsealPair, save
from milkglass.masking.keyring import KeyringRow, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

YESTERDAY, TODAY = 1_795_521_600, 1_795_521_600 + 86_400
LINE = "email=ann@example.com birth_date=1990-01-31 end"
_HOST = Path(__file__).with_name("memory_process.py")
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

pytestmark = pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc/PID/mem")


@dataclass
class Host:
    """A masking process and the private half that it never had."""

    folder: Path
    private: X25519PrivateKey
    process: subprocess.Popen[str]

    def mask(self, second: int, text: str = LINE) -> str:
        """What becomes of a text at a time."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{second} {text}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def memory(self) -> list[tuple[bool, bytes]]:
        """Every mapping that can be read: whether it can be written, and what is in it."""
        found = []
        with Path(f"/proc/{self.process.pid}/mem").open("rb", buffering=0) as memory:
            for line in Path(f"/proc/{self.process.pid}/maps").read_text(encoding="utf-8").splitlines():
                if match := re.match(r"([0-9a-f]+)-([0-9a-f]+) r(.)", line):
                    start, end = int(match[1], 16), int(match[2], 16)
                    with suppress(OSError, OverflowError, ValueError):
                        memory.seek(start)
                        found.append((match[3] == "w", memory.read(end - start)))
        return found

    def rows(self) -> list[KeyringRow]:
        """The rows it wrote."""
        return read_rows(self.folder / "keyring.jsonl")


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A process that masks, enrolled with a pair of its own."""
    private = X25519PrivateKey.generate()
    pair = UnsealPair("logs.example.com/2026-11", private.public_key().public_bytes_raw())
    save(Enrolment("logs.example.com", Path("keyring.jsonl"), (pair,)), tmp_path / "enrolment.json")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, _HOST, tmp_path], **pipes) as process:
        yield Host(tmp_path, private, process)
        process.kill()


def secret_of(host: Host, row: KeyringRow) -> bytes:
    """The day secret, for who has the private half."""
    return _HPKE.decrypt(row.sealed, host.private, row.info())


def hpke_keys(reference: ModuleType, host: Host, row: KeyringRow) -> dict[str, bytes]:
    """What HPKE had in its hands while it sealed the day."""
    encapsulated, public = row.sealed[:32], host.private.public_key().public_bytes_raw()
    exchanged = host.private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    prk = reference._extract(reference.KEM, b"", b"eae_prk", exchanged)
    shared = reference._expand(reference.KEM, prk, b"shared_secret", encapsulated + public, 32)
    context = b"\x00" + reference._extract(reference.HPKE, b"", b"psk_id_hash", b"")
    context += reference._extract(reference.HPKE, b"", b"info_hash", row.info())
    last = reference._extract(reference.HPKE, shared, b"secret", b"")
    key = reference._expand(reference.HPKE, last, b"key", context, 32)
    return {"exchanged": exchanged, "hpke prk": prk, "shared": shared, "hpke secret": last, "hpke key": key}


def lasting_keys(reference: ModuleType, secret: bytes) -> dict[str, bytes]:
    """What opens modes d and o of a day: the root of all of them, and the two halves of a kind key."""
    key = reference.kind_key(secret, "d", "email", "pay")
    return {"root of d and o": HKDF.extract(SHA256(), None, secret), "mac half": key[:32], "encryption half": key[32:]}


def single_use_keys(reference: ModuleType, secret: bytes, chain: bytes, count: int) -> dict[str, bytes]:
    """What opens the first ``count`` values of mode r in kind birth_date: the secret itself, and every key on the way to them."""
    root = HKDF.extract(SHA256(), b"milkglass/v1/single-use", secret)
    kind = reference.kind_key(secret, "r", "birth_date", "pay")
    start = HKDFExpand(SHA256(), 32, b"milkglass/v1/chain" + reference.lp(chain)).derive(kind)
    found = {"secret": secret, "root of r": root, "kind key of r": kind, "start": start}
    for counter in range(count):
        element = start
        for _ in range(4):
            element = reference._step(1, element)
        element = reference._steps(element, counter)
        key = reference.value_key(kind, chain, counter)
        found |= {f"element {counter}": element, f"mac {counter}": key[:32], f"encryption {counter}": key[32:]}
    return found


def chain_of(reference: ModuleType, masked: str) -> tuple[bytes, int]:
    """Chain id and counter of the birth date in a masked line."""
    match = re.search(r"pii1r_birth_date_\w+", masked)
    assert match
    body = reference._raw_of(match[0])
    return body[:6], int.from_bytes(body[6:11], "big")


def found_in(memory: list[tuple[bool, bytes]], keys: dict[str, bytes]) -> list[str]:
    """Which of these bytes stand in memory, at any place."""
    return [name for name, key in keys.items() if any(key in data for _, data in memory)]


def windows(memory: list[tuple[bool, bytes]], size: int) -> set[bytes]:
    """What could be a key: stretches of writable memory at every eighth byte in which hardly a byte comes twice."""
    found = set()
    for writable, data in memory:
        if not writable:
            continue
        for start in range(0, len(data) - size, 8):
            if (
                data[start + 2] and data[start + 7] and len(set(data[start : start + 32])) > 22
            ):  # of 32: no key has fewer
                found.add(data[start : start + size])
    return found


def test_case_18_memory_and_files_open_nothing_of_before(host: Host, seal_reference: ModuleType) -> None:
    """Security cases 18 and 19: no key of yesterday is left anywhere in the process.

    Of today what modes d and o need is there, and no key that opens a value of mode r sealed before; that of the next one is.
    """
    reference = seal_reference
    first = host.mask(YESTERDAY)
    for _ in range(20):
        host.mask(YESTERDAY)
    today = [host.mask(TODAY) for _ in range(20)]
    memory = host.memory()
    later = host.mask(TODAY)
    old, new = (secret_of(host, row) for row in host.rows())
    for row in host.rows():
        assert found_in(memory, hpke_keys(reference, host, row)) == []
    chain, counter = chain_of(reference, first)
    assert counter == 0
    assert found_in(memory, lasting_keys(reference, old) | single_use_keys(reference, old, chain, 21)) == []
    assert found_in(memory, lasting_keys(reference, new)) == list(lasting_keys(reference, new)), (
        "the search finds nothing"
    )
    (chain, last), (_, following) = (chain_of(reference, line) for line in (today[-1], later))
    earlier = single_use_keys(reference, new, chain, following)
    assert found_in(memory, earlier) == []
    next_element = single_use_keys(reference, new, chain, last + 2)[f"element {last + 1}"]
    assert found_in(memory, {"next": next_element}) == ["next"], "the search finds nothing"


def test_case_19_whatever_is_found_is_tried(host: Host, seal_reference: ModuleType) -> None:
    """Security case 19: every stretch of memory and of the host's files, tried as every key it could be, opens nothing of before.

    As day secret, as root, as kind key, as ephemeral key and as element of a chain; what has to open does open.
    """
    reference = seal_reference
    yesterday = host.mask(YESTERDAY)
    today = host.mask(TODAY)
    memory = host.memory()
    later = host.mask(TODAY)
    files = [path.read_bytes() for path in host.folder.iterdir()]
    seen = windows([*memory, *((True, data) for data in files)], 32)
    old, new = host.rows()
    tries = Tries(reference, {old.kid, new.kid}, {old.sealed[:32], new.sealed[:32]}, [yesterday, today, later])
    tries.all(seen)
    assert tries.opened == {("root", new.kid), ("element", later)}
    halves = windows(memory, 64)
    assert not any(opens(halves, reference, old, yesterday))


class Tries:
    """One attacker at work."""

    def __init__(self, reference: ModuleType, kids: set[str], encapsulated: set[bytes], lines: list[str]) -> None:
        self.reference, self.kids, self.encapsulated = reference, kids, encapsulated
        self.once = {line: reference._raw_of(re.findall(r"pii1r_birth_date_\w+", line)[0]) for line in lines}
        self.opened: set[tuple[str, str]] = set()

    def all(self, seen: set[bytes]) -> None:
        """Every way for every stretch; what opens is noted."""
        expand = HKDFExpand
        for key in seen:
            if (kid := _core.kid_of(key)) in self.kids:
                self.opened.add(("secret", kid))
            kid = self.reference.b32(expand(SHA256(), 5, b"milkglass/v1/kid").derive(key))
            if kid in self.kids:
                self.opened.add(("root", kid))
            if X25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw() in self.encapsulated:
                self.opened.add(("ephemeral", key.hex()))
            self._element(key)

    def _element(self, key: bytes) -> None:
        value_key = self.reference._step(2, key) + self.reference._step(3, key)
        for line, body in self.once.items():
            with suppress(InvalidTag):
                AESSIV(value_key).decrypt(body[11:], None)
                self.opened.add(("element", line))


def opens(keys: set[bytes], reference: ModuleType, row: KeyringRow, line: str) -> Iterator[bool]:
    """Whether each of these stretches is the key of mode d."""
    body = reference._raw_of(re.findall(r"pii1d_email_\w+", line)[0])
    kid = reference.base64.b32decode(row.kid.upper())
    associated = b"".join(map(reference.lp, (b"pii1d", b"email", b"pay", kid)))
    for key in keys:
        with suppress(InvalidTag):
            AESSIV(key).decrypt(body, [associated])
            yield True


def test_the_random_source_leaves_no_copy() -> None:
    """The process's own random source fills a buffer that is overwritten, and so leaves no copy."""
    from milkglass.masking.daykey import DaySecret
    from milkglass.masking.masker import fresh_random

    drawn = fresh_random(32)
    secret = DaySecret(drawn)
    assert len(set(drawn)) > 10
    secret.wipe()
    assert drawn == bytes(32)
    assert fresh_random(32) != fresh_random(32)
