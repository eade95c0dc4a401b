"""Signed notes: the example of Go's sumdb package, and the rules of https://c2sp.org/signed-note."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.checkpoint import Checkpoint, open_note, sign, verify, vkey
from milkglass.errors import FormatError, VerifyError

VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
KEY = Ed25519PrivateKey.from_private_bytes(sha256(b"signed note tests").digest())
ORIGIN = "log.example.com/test"


def test_the_go_example() -> None:
    """Security case 6: the note of Go's documentation opens with its key."""
    assert open_note(f"{TEXT}\n{LINE}", VKEY) == TEXT


@pytest.mark.parametrize(
    "note",
    [
        f"{TEXT}{LINE}",
        f"{TEXT}\n",
        f"{TEXT}\n{LINE}"[:-1],
        f"{TEXT}\t\n{LINE}",
        f"{TEXT}\r\n\n{LINE}",
        f"{TEXT}\n{LINE}\n",
        f"{TEXT}\n{LINE * 17}",
        f"{TEXT}\n{LINE.replace('— ', '- ')}",
        f"{TEXT}\n— PeterNeumann AAAA\n",
        "",
    ],
)
def test_what_is_no_note(note: str) -> None:
    """Security case 6: control characters, a missing empty line, a cut end, more than 16 signatures: no note."""
    with pytest.raises(FormatError):
        open_note(note, VKEY)


def test_sixteen_signatures_are_read() -> None:
    """Security case 6: a note with 16 signatures, 15 by keys nobody knows, opens."""
    foreign = [f"— other{i}.example.com {base64.b64encode(bytes([i] * 68)).decode()}\n" for i in range(15)]
    assert open_note(f"{TEXT}\n{''.join(foreign)}{LINE}", VKEY) == TEXT


def test_a_bad_signature_of_the_known_key() -> None:
    """Security case 6: a wrong signature by the known key refuses the note, also beside a right one."""
    wrong = LINE.replace("x08go/ZJkuBS9UG", "x08go/ZJkuBS9UH")
    for lines in (wrong, wrong + LINE, LINE + wrong):
        with pytest.raises(VerifyError):
            open_note(f"{TEXT}\n{lines}", VKEY)


def test_an_unknown_key_is_ignored() -> None:
    """Security case 6: a note that only others signed is not signed by the key given."""
    mine = vkey(ORIGIN, KEY.public_key())
    with pytest.raises(VerifyError):
        open_note(f"{TEXT}\n{LINE}", mine)


def test_a_changed_text() -> None:
    """Security case 6: any other size, root or origin than was signed is refused."""
    note, mine = sign(Checkpoint(ORIGIN, 7, bytes(32)), KEY), vkey(ORIGIN, KEY.public_key())
    assert verify(note, mine).size == 7
    for changed in (note.replace("\n7\n", "\n8\n"), note.replace("AAAA", "AAAB", 1)):
        with pytest.raises((VerifyError, FormatError)):
            verify(changed, mine)
