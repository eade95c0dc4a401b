"""``root.json``: the 32 bytes from which everything else in a key folder is derived, wrapped under a passphrase or a key file.

Pure text in and out; ``file.py`` does the IO. The whole of the file, except the wrapped bytes, is authenticated with them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError, KeysError, UsageError
from milkglass.keys.wrapping import (
    KEY_BYTES,
    SALT_BYTES,
    WRAPPED_BYTES,
    Profile,
    check_passphrase,
    derive,
    passphrase_key,
    unwrap,
    wrap,
)
from milkglass.masking.keyring import is_domain
from milkglass.masking.strictjson import check_fields, read_base64, read_object, write_base64

if TYPE_CHECKING:
    from collections.abc import Callable

_WHAT = "root.json"
_ARGON2ID, _KEY_FILE = "argon2id", "key-file"
_FIELDS = ("v", "domain", "created_at", "kdf", "wrapped")


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a root: a passphrase or the bytes of a key file, exactly one of them.

    Raises:
        UsageError: if it is none or both, or the key file has not 32 bytes.
    """

    passphrase: bytes | None = field(default=None, repr=False)
    key: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if (self.passphrase is None) == (self.key is None):
            raise UsageError("the root opens with a passphrase or with a key file, one of them")
        if self.key is not None and len(self.key) != KEY_BYTES:
            raise UsageError(
                f"a key file has exactly {KEY_BYTES} bytes", hint="make one: head -c 32 /dev/urandom > FILE"
            )


def new_root(
    lock: Lock, domain: str, created_at: str, profile: Profile, random: Callable[[int], bytes]
) -> tuple[str, bytes]:
    """The text of a new ``root.json``, and the root key in it.

    Raises:
        UsageError: if the passphrase is too short, or the domain is not as it should be.
    """
    if not is_domain(domain):
        raise UsageError("the domain is not as it should be", hint="lower case, as logs.example.com")
    if lock.passphrase is not None:
        check_passphrase(lock.passphrase)
    head = {"v": 1, "domain": domain, "created_at": created_at, "kdf": _kdf(lock, profile, random)}
    root = random(KEY_BYTES)
    wrapped = wrap(_wrapping_key(head["kdf"], lock), root, _about(head), random)
    return json.dumps({**head, "wrapped": write_base64(wrapped)}, indent=2) + "\n", root


def open_root(text: bytes, lock: Lock) -> tuple[str, bytes]:
    """Domain and root key of a ``root.json``.

    Raises:
        FormatError: if it is not such a file; it names the field.
        KeysError: if it does not open: wrong passphrase, wrong key file or a changed file, and nobody can tell which.
    """
    head = read_object(text, _WHAT, _FIELDS)
    wrapped = read_base64(head.pop("wrapped"), _WHAT, "wrapped", WRAPPED_BYTES)
    _check_head(head)
    root = unwrap(_wrapping_key(head["kdf"], lock), wrapped, _about(head))
    if root is None:
        raise KeysError("the root does not open", code="keys.passphrase", hint="check the passphrase or the key file")
    return head["domain"], root


def _check_head(head: dict[str, Any]) -> None:
    if type(head["v"]) is not int or head["v"] != 1:
        raise FormatError(f"{_WHAT}: field v is not 1", hint="a newer milkglass may have written it")
    if not is_domain(head["domain"]):
        raise FormatError(f"{_WHAT}: field domain is not as it should be")


def _kdf(lock: Lock, profile: Profile, random: Callable[[int], bytes]) -> dict[str, Any]:
    salt = write_base64(random(SALT_BYTES))
    if lock.key is not None:
        return {"name": _KEY_FILE, "salt": salt}
    return {"name": _ARGON2ID, **asdict(profile), "salt": salt}


def _wrapping_key(kdf: Any, lock: Lock) -> bytes:
    name = kdf.get("name") if isinstance(kdf, dict) else None
    if name == _ARGON2ID:
        check_fields(kdf, _WHAT, ("name", "time_cost", "memory_kib", "lanes", "salt"))
    elif name == _KEY_FILE:
        check_fields(kdf, _WHAT, ("name", "salt"))
    else:
        raise FormatError(f"{_WHAT}: field kdf names none that this version knows")
    salt = read_base64(kdf["salt"], _WHAT, "salt", SALT_BYTES)
    if name == _KEY_FILE:
        return derive(_given(lock.key, "a key file"), "milkglass/v1/root-wrap", salt=salt)
    profile = Profile(kdf["time_cost"], kdf["memory_kib"], kdf["lanes"])
    return passphrase_key(_given(lock.passphrase, "a passphrase"), salt, profile)


def _given(part: bytes | None, what: str) -> bytes:
    if part is None:
        raise KeysError(f"the root opens with {what}", code="keys.passphrase", hint=f"give {what}")
    return part


def _about(head: dict[str, Any]) -> bytes:
    return b"milkglass/v1/root\0" + json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
