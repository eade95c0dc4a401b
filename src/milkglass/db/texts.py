"""Free texts of people (reasons, notes, titles), each sealed by AES-256-GCM; the log holds a salted commitment only. IO."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select

from milkglass.db.tables.access import texts
from milkglass.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_NONCE = 12
_SALT = 16


@dataclass(frozen=True, slots=True)
class StoredText:
    """Where a text stands, and what an entry says of it: hex SHA-256(salt || text)."""

    id: str
    commitment: str


class SecretBox:
    """AES-256-GCM with a random nonce in front; what it belongs to is associated data.

    Args:
        key: 32 bytes that are not in the database.
        random: Gives that many random bytes.
    """

    def __init__(self, key: bytes, random: Callable[[int], bytes]) -> None:
        self._cipher = AESGCM(key)
        self._random = random

    def __repr__(self) -> str:
        return "SecretBox(...)"

    def seal(self, secret: bytes, owner: str) -> bytes:
        """Nonce and ciphertext of a secret that belongs to ``owner``."""
        nonce = self._random(_NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, owner.encode())

    def open(self, sealed: bytes, owner: str) -> bytes:
        """The secret.

        Raises:
            StorageError: if it was changed, or belongs to somebody else; code ``storage.tampered``.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
        except (InvalidTag, ValueError):
            raise StorageError(
                "a sealed column was changed from outside",
                code="storage.tampered",
                hint="restore the database from a backup",
            ) from None


class TextStore:
    """Writes and reads sealed texts.

    Args:
        box: Seals them.
        random: Gives that many random bytes.
    """

    def __init__(self, box: SecretBox, random: Callable[[int], bytes]) -> None:
        self._box = box
        self._random = random

    def put(self, conn: Connection, text: str, text_id: str = "") -> StoredText:
        """Store a text in the caller's transaction, under an id of its own if none is given."""
        text_id, salt = text_id or f"txt_{self._random(12).hex()}", self._random(_SALT)
        plain = salt + text.encode()
        conn.execute(insert(texts), {"id": text_id, "sealed": self._box.seal(plain, text_id)})
        return StoredText(text_id, hashlib.sha256(plain).hexdigest())

    def get(self, conn: Connection, text_id: str) -> str:
        """The text.

        Raises:
            StorageError: if it is not there, or was changed.
        """
        return self._plain(conn, text_id)[_SALT:].decode()

    def find(self, conn: Connection, text_id: str) -> str | None:
        """The text, or None if it is not kept any more; raises as ``get`` does if it was changed."""
        is_there = conn.execute(select(texts.c.id).where(texts.c.id == text_id)).one_or_none() is not None
        return self.get(conn, text_id) if is_there else None

    def commitment(self, conn: Connection, text_id: str) -> str:
        """What an entry says of this text."""
        return hashlib.sha256(self._plain(conn, text_id)).hexdigest()

    def _plain(self, conn: Connection, text_id: str) -> bytes:
        sealed = conn.execute(select(texts.c.sealed).where(texts.c.id == text_id)).scalar_one_or_none()
        if sealed is None:
            raise StorageError("a text is missing from the database", code="storage.tampered")
        return self._box.open(sealed, text_id)
