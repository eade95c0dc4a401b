"""The signed head of the log: C2SP tlog-checkpoint v1.0.0 in a C2SP signed note (Ed25519, signature type 0x01).

`store` signs one in each transaction that appends; `verify` reads them. Pure; spec: `docs/spec/audit-entry.md` section 6,
https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from milkglass.audit.jsontext import is_plain
from milkglass.audit.merkle import HASH_SIZE
from milkglass.errors import FormatError, VerifyError

MAX_NOTE_BYTES: Final = 1 << 20
"""Largest note that is read at all."""

MAX_SIGNATURES: Final = 16
"""Most signature lines in a note (the number that every verifier must accept)."""

_ED25519: Final = b"\x01"
_KEY_ID_SIZE: Final = 4
_PUBLIC_KEY_SIZE: Final = 32
_SIGNATURE: Final = re.compile("— ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
_VKEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_CHECKPOINT_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which log, how many entries, and the root hash over them."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        """The note text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def vkey(origin: str, public: Ed25519PublicKey) -> str:
    """The verifier key as published: ``<origin>+<key id, hex>+<base64(0x01 || public key)>``.

    Raises:
        FormatError: The origin cannot be a key name.
    """
    _insist_on_key_name(origin)
    key = _ED25519 + public.public_bytes_raw()
    return f"{origin}+{_key_id(origin, key).hex()}+{base64.b64encode(key).decode()}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """A signed note over the checkpoint.

    Raises:
        FormatError: The origin cannot be a key name, or size or root are out of form.
    """
    _insist_on_key_name(checkpoint.origin)
    text = checkpoint.to_text()
    _parse(text)
    key_id = _key_id(checkpoint.origin, _ED25519 + key.public_key().public_bytes_raw())
    signature = base64.b64encode(key_id + key.sign(text.encode())).decode()
    return f"{text}\n— {checkpoint.origin} {signature}\n"


def verify(note: str, vkey_text: str) -> Checkpoint:
    """The checkpoint in a note that the key with this verifier key signed.

    Raises:
        FormatError: The note, the verifier key or the checkpoint is not in its format.
        VerifyError: No signature by this key (code ``verify.signature``), a wrong one, or the key of another log.
    """
    name, _, _ = _read_vkey(vkey_text)
    checkpoint = _parse(open_note(note, vkey_text))
    if checkpoint.origin != name:
        raise VerifyError("the checkpoint is of another log than the key", code="verify.signature")
    return checkpoint


def open_note(note: str, vkey_text: str) -> str:
    """The text of a signed note, once a signature of the one known key on it holds.

    Signatures by other keys are ignored, also when they share either name or id with the known key. A wrong signature by the
    known key refuses the note even if another one is right.

    Raises:
        FormatError: Not a signed note, or not a verifier key.
        VerifyError: Not signed by this key, code ``verify.signature``.
    """
    name, key_id, public = _read_vkey(vkey_text)
    text, signatures = _split(note)
    mine = [raw[_KEY_ID_SIZE:] for signer, raw in signatures if signer == name and raw[:_KEY_ID_SIZE] == key_id]
    if not mine:
        raise VerifyError("the note is not signed by the key given", code="verify.signature")
    for signature in mine:
        try:
            public.verify(signature, text.encode())
        except InvalidSignature:
            raise VerifyError("a signature by the key given is wrong", code="verify.signature") from None
    return text


def peek(note: str) -> Checkpoint:
    """The checkpoint in a note **without** checking who signed it; for one's own database only.

    Raises:
        FormatError: Not a note or not a checkpoint.
    """
    return _parse(_split(note)[0])


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Text and signatures of a note; the last empty line stands between them."""
    if len(note) > MAX_NOTE_BYTES or any(char < " " and char != "\n" for char in note):
        raise FormatError("a note is too large or holds control characters")
    if not note.isascii() and any("\ud800" <= char <= "\udfff" for char in note):
        raise FormatError("a note is not UTF-8")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not text or not tail.endswith("\n"):
        raise FormatError("a note needs a text, an empty line and signature lines")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise FormatError("a note may have 16 signatures at most")
    return text + "\n", [_read_signature(line) for line in lines]


def _read_signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE.fullmatch(line)
    if found is None:
        raise FormatError("a signature line is out of form")
    _insist_on_key_name(found[1])
    raw = _base64(found[2])
    if len(raw) <= _KEY_ID_SIZE:
        raise FormatError("a signature is too short")
    return found[1], raw


def _read_vkey(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    found = _VKEY.fullmatch(text.removesuffix("\n"))
    if found is None:
        raise FormatError("a verifier key is name+hash+key")
    _insist_on_key_name(found[1])
    key = _base64(found[3])
    if key[:1] != _ED25519 or len(key) != 1 + _PUBLIC_KEY_SIZE:
        raise FormatError("a verifier key is not an Ed25519 key of signature type 1")
    if _key_id(found[1], key).hex() != found[2]:
        raise FormatError("a verifier key does not fit its own hash")
    return found[1], bytes.fromhex(found[2]), Ed25519PublicKey.from_public_bytes(key[1:])


def _parse(text: str) -> Checkpoint:
    """Read a checkpoint's text; extension lines are allowed and left aside."""
    lines = text[:-1].split("\n")
    if len(lines) < _CHECKPOINT_LINES or not all(lines) or not is_plain(lines[0]):
        raise FormatError("a checkpoint has at least three lines, none empty")
    if not _DECIMAL.fullmatch(lines[1]):
        raise FormatError("a tree size is decimal without leading zeros")
    root = _base64(lines[2])
    if len(root) != HASH_SIZE:
        raise FormatError("a root hash has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def _base64(text: str) -> bytes:
    """Strict base64: what encodes back to the same text."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FormatError("not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise FormatError("not base64 in its one form")
    return raw


def _key_id(name: str, key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + key).digest()[:_KEY_ID_SIZE]


def _insist_on_key_name(name: str) -> None:
    if not name or "+" in name or any(char.isspace() for char in name) or not is_plain(name):
        raise FormatError("a key name is empty or holds spaces, plus or invisible characters")
