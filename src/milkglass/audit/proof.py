"""Inclusion and consistency proofs: RFC 6962 section 2.1, verified as in RFC 9162 section 2.1.3.2 and 2.1.4.2.

Both verifiers take a subtree ``[start, end)`` (draft-ietf-plants-merkle-tree-certs section 4) of which the whole tree is the case
``start = 0``: one algorithm, all published cases. Two rules that the published cases taught: sizes of zero prove nothing and are
refused, and every hash has 32 bytes or the proof is refused before anything is compared.

Pure; used for receipts (`store.AuditLog.receipt`) and by tests as the counterpart of `merkle`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit.merkle import HASH_SIZE, node_hash, root_of
from milkglass.errors import UsageError, VerifyError

if TYPE_CHECKING:
    from collections.abc import Sequence


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Audit path of the leaf at ``index`` in the tree over ``leaf_hashes``, from the leaf up.

    Raises:
        UsageError: There is no such leaf.
    """
    if not 0 <= index < len(leaf_hashes):
        raise UsageError("no leaf with this index")
    path: list[bytes] = []
    leaves = leaf_hashes
    while len(leaves) > 1:
        split = _largest_power_below(len(leaves))
        if index < split:
            path.append(root_of(leaves[split:]))
            leaves = leaves[:split]
        else:
            path.append(root_of(leaves[:split]))
            leaves, index = leaves[split:], index - split
    return path[::-1]


def consistency_proof(leaf_hashes: Sequence[bytes], size: int) -> list[bytes]:
    """Proof that the tree over the first ``size`` leaves is the beginning of the tree over all of them.

    Raises:
        UsageError: ``size`` is zero or larger than the tree.
    """
    if not 0 < size <= len(leaf_hashes):
        raise UsageError("no tree of this size to prove from")
    path: list[bytes] = []
    leaves, whole = leaf_hashes, True
    while size < len(leaves):
        split = _largest_power_below(len(leaves))
        if size <= split:
            path.append(root_of(leaves[split:]))
            leaves = leaves[:split]
        else:
            path.append(root_of(leaves[:split]))
            leaves, size, whole = leaves[split:], size - split, False
    if not whole:
        path.append(root_of(leaves))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, end: int, proof: Sequence[bytes], root: bytes, *, start: int = 0) -> None:
    """Check that ``leaf`` is the leaf hash at ``index`` of the (sub)tree ``[start, end)`` with this root.

    Raises:
        VerifyError: It is not, or the arguments are not a proof at all.
    """
    _insist_on_hashes(leaf, root, *proof)
    _insist_on_subtree(start, end)
    if not start <= index < end:
        raise VerifyError("the leaf lies outside the tree")
    at, last, node = index - start, end - start - 1, leaf
    for sibling in proof:
        if last == 0:
            raise VerifyError("the inclusion proof is too long")
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    if last != 0 or node != root:
        raise VerifyError("the inclusion proof does not lead to the root")


def verify_consistency(
    end: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes, *, start: int = 0
) -> None:
    """Check that the (sub)tree ``[start, end)`` with ``old_root`` is part of the tree of ``size`` leaves with ``root``.

    Raises:
        VerifyError: It is not, or the arguments are not a proof at all.
    """
    _insist_on_hashes(old_root, root, *proof)
    _insist_on_subtree(start, end)
    if end > size:
        raise VerifyError("the older tree is larger than the newer")
    first, last, top = _common_start(start, end - 1, size - 1)
    rest = list(proof)
    if first != last and not rest:
        raise VerifyError("the consistency proof is too short")
    old = new = old_root if first == last else rest.pop(0)
    for sibling in rest:
        if top == 0:
            raise VerifyError("the consistency proof is too long")
        if last & 1 or last == top:
            old = node_hash(sibling, old) if first < last else old
            new = node_hash(sibling, new)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            new = node_hash(new, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    if top != 0 or old != old_root or new != root:
        raise VerifyError("the consistency proof does not lead to both roots")


def _common_start(first: int, last: int, top: int) -> tuple[int, int, int]:
    """Climb to the largest subtree that is complete in the older tree and stands unchanged in the newer."""
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    return first, last, top


def _largest_power_below(size: int) -> int:
    """The largest power of two smaller than ``size`` (``size`` > 1): where RFC 6962 splits a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def _insist_on_hashes(*hashes: bytes) -> None:
    if any(len(h) != HASH_SIZE for h in hashes):
        raise VerifyError("a hash in the proof does not have 32 bytes")


def _insist_on_subtree(start: int, end: int) -> None:
    """A subtree is not empty and starts at a multiple of the power of two that would hold it."""
    if not 0 <= start < end or start % (1 << (end - start - 1).bit_length()):
        raise VerifyError("this is no tree or subtree")
