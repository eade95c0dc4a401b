"""Merkle tree hashing of RFC 6962 section 2.1: leaf and node hashes, and a frontier that grows one leaf at a time.

First stop of every entry on its way to a checkpoint. Pure; spec: `docs/spec/audit-entry.md` section 1.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterable

HASH_SIZE = 32
"""Bytes in a hash."""

EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without leaves."""

_SIZE_BYTES = 8


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The hashes of the complete subtrees of a tree, largest first: all that is needed to append and to compute the root.

    One hash for each set bit of ``size`` (a "compact range" from zero), so an append costs one or two hashes on average.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self._size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count() or any(len(h) != HASH_SIZE for h in self._hashes):
            raise FormatError("a frontier needs one hash for each set bit of its size")

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash on the right."""
        size, hashes = self._size, self._hashes
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self._size += 1

    def root(self) -> bytes:
        """Root hash of the tree as it stands."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """Size (8 bytes, big end first) and the hashes, largest subtree first."""
        return self._size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Frontier:
        """Read what `to_bytes` wrote.

        Raises:
            FormatError: The length does not fit the size.
        """
        body = blob[_SIZE_BYTES:]
        if len(blob) < _SIZE_BYTES or len(body) % HASH_SIZE:
            raise FormatError("a frontier has a wrong length")
        return cls(
            int.from_bytes(blob[:_SIZE_BYTES], "big"),
            (body[at : at + HASH_SIZE] for at in range(0, len(body), HASH_SIZE)),
        )


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Root hash of the tree over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.append(leaf)
    return frontier.root()
