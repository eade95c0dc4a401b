"""What a key provider can do, whatever stands behind it: a file, a KMS, an HSM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from milkglass.masking.keyring import KeyringRow


class KindKey(Protocol):
    """Opens sealed values of one kind, service and day: the unit a grant releases."""

    @property
    def kid(self) -> str:
        """Id of the day."""

    def open(self, text: str) -> tuple[bytes, bool]:
        """The value, and whether it stood as a bare JSON number; raises ``OpenError``."""


class KeyProvider(Protocol):
    """Opens days and gives the server its own keys."""

    def open_day(self, row: KeyringRow, kinds: Collection[str]) -> Mapping[str, KindKey]:
        """The keys of those kinds among ``kinds`` that open at all; credentials have none.

        Whether a kind that this version does not know may be opened is the caller's question (``access/reveal.py``).

        Raises:
            KeysError: if no key at hand opens the row, or the row is not what was sealed.
        """

    def side_key(self, label: str) -> bytes:
        """A key of 32 bytes for the server's own use, always the same for the same label."""
