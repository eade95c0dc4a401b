"""The accounting keys: one random key a year, each in a file of its own, so that a year ends when its file is destroyed. IO.

Pseudonyms in disclosure rows are made under them (``docs/spec/audit-entry.md`` section 5). They are kept apart from the unseal
pairs: a month of values can be destroyed while "who saw mine" is answered for six years more. A file is wrapped under a side
key of the root; it is read each time, so that what was destroyed is gone for every process at once.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from milkglass.errors import KeysError
from milkglass.keys.providers.private import check_folder, is_there, read_private
from milkglass.keys.wrapping import KEY_BYTES, WRAPPED_BYTES, unwrap, wrap
from milkglass.masking.durable import folder_lock, make_folder, refusals, replace, sync_folder
from milkglass.masking.strictjson import read_base64, read_object, write_base64

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FIELDS = ("v", "year", "wrapped")


class YearKeys:
    """Accounting keys in a folder.

    Args:
        folder: Where they are; made at the first key.
        wrapping_key: 32 bytes that are not in that folder.
        random: Gives that many random bytes.
    """

    def __init__(self, folder: Path, wrapping_key: bytes, random: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._key = wrapping_key
        self._random = random

    def __repr__(self) -> str:
        return "YearKeys(...)"

    def get(self, year: int) -> bytes | None:
        """The key of a year, or None if there is none (never made, or destroyed).

        Raises:
            FormatError: if its file is not what it should be.
            KeysError: if it is of other keys, or open to others.
            StorageError: if the disk refused.
        """
        path = self._path(year)
        if not is_there(path):
            return None
        values = read_object(read_private(path), path.name, _FIELDS)
        key = unwrap(self._key, read_base64(values["wrapped"], path.name, "wrapped", WRAPPED_BYTES), _about(year))
        if key is None:
            raise KeysError(f"{path.name} belongs to other keys", code="keys.foreign", hint="put back the right file")
        return key

    def make(self, year: int) -> bytes:
        """The key of a year, made if there is none; on the disk when this returns.

        Raises:
            As ``get``.
        """
        make_folder(self._folder, 0o700)
        check_folder(self._folder)
        with folder_lock(self._folder):
            if (known := self.get(year)) is not None:
                return known
            key = self._random(KEY_BYTES)
            wrapped = write_base64(wrap(self._key, key, _about(year), self._random))
            text = json.dumps({"v": 1, "year": year, "wrapped": wrapped}) + "\n"
            replace(self._path(year), text.encode(), mode=0o600)
        return key

    def destroy(self, year: int) -> None:
        """Overwrite and remove the key of a year. Copies in backups are out of reach: destroy them too.

        Raises:
            StorageError: if the disk refused.
        """
        path = self._path(year)
        with refusals(path), suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            sync_folder(self._folder)

    def _path(self, year: int) -> Path:
        return self._folder / f"{year:04d}.json"


def _about(year: int) -> bytes:
    return b"milkglass/v1/accounting\0" + str(year).encode()
