"""Keys in a folder: ``root.json`` and one ``unseal/YYYY-MM.json`` for each month. IO.

    root key (32 random bytes, wrapped under a passphrase or a key file)
      ├── wraps the private half of each month's unseal pair      opens the day secrets of that month
      └── HKDF -> side keys                                       for the server's own use, by label

Private halves are read from the disk each time a day is opened: a file that was destroyed opens nothing from then on, and a
pair that another process made works at once. Obeys ``docs/spec/sealed-value.md`` section 4; ``docs/reference/keys.md``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from milkglass import _core
from milkglass.errors import FormatError, KeysError, MilkglassError
from milkglass.keys.providers.private import check_folder, is_there, missing, read_private
from milkglass.keys.providers.root import Lock, new_root, open_root
from milkglass.keys.wrapping import DEFAULT, KEY_BYTES, WRAPPED_BYTES, Profile, derive, unwrap, wrap
from milkglass.masking.durable import folder_lock, make_folder, refusals, replace
from milkglass.masking.enrolment import PUBLIC_BYTES, Enrolment, UnsealPair, month_bounds
from milkglass.masking.kinds import KINDS
from milkglass.masking.strictjson import read_base64, read_object, write_base64

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from milkglass.keys.provider import KindKey
    from milkglass.masking.keyring import KeyringRow

MONTHS_AHEAD = 12
_ROOT, _UNSEAL = "root.json", "unseal"
_CREDENTIAL = 4
_LABEL = re.compile(r"[a-z0-9][a-z0-9/_-]{0,63}")
_PAIR_NAME = re.compile(r"[0-9]{4}-[0-9]{2}\.json")
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class _Pair:
    public: UnsealPair
    private: X25519PrivateKey


class FileProvider:
    """The keys of a folder, opened. Made by :meth:`init` or :meth:`load`."""

    def __init__(self, folder: Path, domain: str, root: bytes, random: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._root = root
        self._random = random
        self.domain = domain

    def __repr__(self) -> str:
        return "FileProvider(...)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key provider is not pickled or copied")

    @classmethod
    def init(
        cls,
        folder: Path,
        *,
        domain: str,
        now: datetime,
        random: Callable[[int], bytes],
        passphrase: bytes | None = None,
        key_file: Path | None = None,
        profile: Profile = DEFAULT,
        months_ahead: int = MONTHS_AHEAD,
    ) -> Self:
        """Make a root, the pair of this month and those of the months ahead.

        Args:
            folder: Made with permissions 0700; what it lies in has to be there.
            domain: Name of these keys, as ``logs.example.com``.
            now: Aware time.
            random: That many random bytes; kept, for later pairs.
            passphrase: Opens the root; or give ``key_file``.
            key_file: File of 32 bytes that opens the root.
            profile: Cost of a guess at the passphrase.
            months_ahead: How many pairs besides that of this month.

        Raises:
            UsageError: if the passphrase, key file or domain does not do.
            KeysError: if there are keys already (``keys.exists``), or the folder is open to others.
            StorageError: if the disk refused.
        """
        lock = _lock(passphrase, key_file)
        text, root = new_root(lock, domain, now.astimezone(UTC).isoformat(timespec="seconds"), profile, random)
        make_folder(folder, 0o700)
        check_folder(folder)
        _put_new(folder / _ROOT, text)
        made = cls(folder, domain, root, random)
        for ahead in range(months_ahead + 1):
            made.create_pair(_month(now, ahead))
        return made

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        random: Callable[[int], bytes],
        passphrase: bytes | None = None,
        key_file: Path | None = None,
    ) -> Self:
        """Open the keys of a folder, and see that every file in it is of this root and unharmed.

        Raises:
            UsageError: if not exactly one of passphrase and key file is given.
            FormatError: if a file is not what it should be; it names file and field.
            KeysError: if the root does not open, a file is of another root, or others may read one.
            StorageError: if the disk refused.
        """
        lock = _lock(passphrase, key_file)
        check_folder(folder)
        domain, root = open_root(read_private(folder / _ROOT), lock)
        loaded = cls(folder, domain, root, random)
        loaded.pairs()
        return loaded

    def create_pair(self, month: str) -> UnsealPair:
        """Make the unseal pair of a month, ``YYYY-MM``.

        Raises:
            FormatError: if this is no month.
            KeysError: if the month has a pair already, ``keys.exists``.
            StorageError: if the disk refused.
        """
        month_bounds(month)
        private = self._random(KEY_BYTES)
        public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
        pair = UnsealPair(f"{self.domain}/{month}", public)
        wrapped = wrap(self._wrapping_key(), private, _about(pair), self._random)
        head = {"v": 1, "root": self._root_id(), "unseal": pair.unseal, "public": write_base64(public)}
        make_folder(self._folder / _UNSEAL, 0o700)
        _put_new(self._file(month), json.dumps({**head, "wrapped": write_base64(wrapped)}, indent=2) + "\n")
        return pair

    def pairs(self) -> list[UnsealPair]:
        """The public halves, oldest month first; each was compared with its private half.

        Raises:
            FormatError: if a file is not what it should be.
            KeysError: if one is of another root, changed, or open to others.
            StorageError: if the disk refused.
        """
        return [self._pair(month).public for month in self._months()]

    def enrolment(self, keyring: Path = Path("keyring.jsonl")) -> Enrolment:
        """What a masking host gets: public halves only.

        Args:
            keyring: The file to which the host will append its rows.

        Raises:
            As :meth:`pairs`.
        """
        return Enrolment(self.domain, keyring, tuple(self.pairs()))

    def open_day(self, row: KeyringRow, kinds: Collection[str]) -> dict[str, KindKey]:
        """The keys of those kinds among ``kinds`` that open at all; credentials have none.

        Args:
            row: As the keyring has it; nothing in it is believed.
            kinds: Names of kinds.

        Raises:
            KeysError: ``keys.pair`` if the pair is not here or the day is not in its month, ``keys.row`` if the row is not
                what was sealed.
            StorageError: if the disk refused.
        """
        pair = self._pair_of(row)
        secret = _open_row(row, pair.private)
        return {kind: _core.KindKey(secret, kind, row.service) for kind in kinds if _opens(kind)}

    def side_key(self, label: str) -> bytes:
        """A key of 32 bytes for the server's own use: HKDF(root, ``milkglass/v1/side/`` and the label).

        Raises:
            FormatError: if the label is not 1-64 of ``[a-z0-9/_-]``.
        """
        if not _LABEL.fullmatch(label):
            raise FormatError("the label of a side key is not as it should be")
        return derive(self._root, f"milkglass/v1/side/{label}")

    def _wrapping_key(self) -> bytes:
        return derive(self._root, "milkglass/v1/unseal-wrap")

    def _root_id(self) -> str:
        return derive(self._root, "milkglass/v1/root-id", 8).hex()

    def _file(self, month: str) -> Path:
        return self._folder / _UNSEAL / f"{month}.json"

    def _months(self) -> list[str]:
        """The months that have a file. Hidden files are what a crash left before a name was given."""
        folder = self._folder / _UNSEAL
        if not is_there(folder):
            return []
        check_folder(folder)
        with refusals(folder):
            names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        if not all(map(_PAIR_NAME.fullmatch, names)):
            raise KeysError("a file in unseal is no pair of a month", code="keys.foreign", hint="move it away")
        return [name.removesuffix(".json") for name in names]

    def _pair_of(self, row: KeyringRow) -> _Pair:
        domain, _, month = row.unseal.rpartition("/")
        begin, end = month_bounds(month)
        if domain != self.domain or not begin <= row.not_before < row.not_after <= end:
            raise KeysError("the day of this row is not in the month of a pair of these keys", code="keys.pair")
        try:
            return self._pair(month)
        except KeysError as error:
            if error.code != missing(self._file(month)).code:
                raise
            raise KeysError(
                f"there is no pair for {month}", code="keys.pair", hint="it may have been destroyed"
            ) from None

    def _pair(self, month: str) -> _Pair:
        what = f"{_UNSEAL}/{month}.json"
        values = read_object(read_private(self._file(month)), what, ("v", "root", "unseal", "public", "wrapped"))
        if type(values["v"]) is not int or values["v"] != 1:
            raise FormatError(f"{what}: field v is not 1", hint="a newer milkglass may have written it")
        if values["root"] != self._root_id() or values["unseal"] != f"{self.domain}/{month}":
            raise KeysError(
                f"{what} belongs to other keys", code="keys.foreign", hint="put back the file of this folder"
            )
        public = UnsealPair(values["unseal"], read_base64(values["public"], what, "public", PUBLIC_BYTES))
        wrapped = read_base64(values["wrapped"], what, "wrapped", WRAPPED_BYTES)
        private = unwrap(self._wrapping_key(), wrapped, _about(public))
        if private is None:
            raise KeysError(f"{what} was changed", code="keys.foreign", hint="restore it from a backup")
        return _Pair(public, X25519PrivateKey.from_private_bytes(private))


def _opens(kind: str) -> bool:
    return kind not in KINDS or KINDS[kind].sensitivity < _CREDENTIAL


def _open_row(row: KeyringRow, private: X25519PrivateKey) -> bytes:
    """The day secret. Who sealed it could lie about its id; who changed the row could not."""
    try:
        secret = _SUITE.decrypt(row.sealed, private, row.info())
        if _core.kid_of(secret) == row.kid:
            return secret
    except (InvalidTag, ValueError, MilkglassError):
        pass
    raise KeysError(f"the row of {row.kid} is not what was sealed", code="keys.row", hint="import the keyring again")


def _lock(passphrase: bytes | None, key_file: Path | None) -> Lock:
    return Lock(passphrase, None if key_file is None else read_private(key_file, may_be_link=True))


def _put_new(path: Path, text: str) -> None:
    """Give a file its name unless something has it. The lock keeps two processes from making the same keys."""
    with folder_lock(path.parent):
        if is_there(path):
            raise KeysError(f"there is a {path.name} already", code="keys.exists", hint="keys are never written over")
        replace(path, text.encode(), mode=0o600)


def _about(pair: UnsealPair) -> bytes:
    return b"milkglass/v1/unseal-pair\0" + pair.unseal.encode() + b"\0" + pair.public


def _month(now: datetime, ahead: int) -> str:
    begin = now.astimezone(UTC)
    months = begin.year * 12 + begin.month - 1 + ahead
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
