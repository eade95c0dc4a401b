"""Rows that only this server can have written: a MAC over each row, under a key that is not in the database.

Who can write the database file could otherwise give an account a role, or put somebody on call. A row that was edited or
moved is refused; a row that was deleted, or put back as it once stood, is noticed by ``service.trusted``.
"""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

from milkglass.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row


class RowSeal:
    """Stamps and checks rows.

    Args:
        key: 32 bytes that are not in the database.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "RowSeal(...)"

    def stamp(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The whole row with its MAC; ``values`` holds every other column."""
        return {**values, "mac": self._mac(table, values)}

    def check(self, table: str, row: Row[Any]) -> dict[str, Any]:
        """The row without its MAC.

        Raises:
            StorageError: if this server did not write it so; code ``storage.tampered``.
        """
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        mac = values.pop("mac")
        if not hmac.compare_digest(mac, self._mac(table, values)):
            raise StorageError(
                f"a row of {table} was changed from outside",
                code="storage.tampered",
                hint="restore the database from a backup and look at who can write its file",
            )
        return values

    def _mac(self, table: str, values: Mapping[str, Any]) -> bytes:
        text = json.dumps([table, sorted(values.items())], separators=(",", ":"), default=bytes.hex)
        return hmac.digest(self._key, text.encode(), "sha256")
