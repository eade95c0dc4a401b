"""Verify an export off line, with the standard library and `cryptography` only.

`verify` reads the folder (`exported`), checks hashes against signed checkpoints here, and what the entries say about each other
in `conduct`. It never raises on what stands in the files, and no message carries a value. Spec: `docs/spec/audit-entry.md`
section 8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.audit import checkpoint as notes
from milkglass.audit.conduct import check_conduct
from milkglass.audit.entry import Entry, decode
from milkglass.audit.exported import Exported, read
from milkglass.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash, root_of
from milkglass.audit.sequence import Change, changes
from milkglass.audit.verdict import Verdict
from milkglass.errors import FormatError, VerifyError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from milkglass.audit.checkpoint import Checkpoint

_MOST_NAMED = 100

_WORDS = {
    "edited": "entry {at} is not what was recorded",
    "missing": "{count} entries are missing from entry {at} on",
    "order": "line {line} holds an entry out of order",
    "inserted": "line {line} holds an entry that was never recorded",
    "truncated": "the log is shorter than its checkpoint says: {count} entries are missing at the end, from entry {at} on",
}


def verify(folder: Path, *, vkey: str | None = None, kept: Sequence[str] = ()) -> Verdict:
    """Verify an export.

    Args:
        folder: What ``audit export`` wrote.
        vkey: The verifier key of the log, kept elsewhere. Without it the key in the folder is taken, which proves little.
        kept: Signed checkpoints that were kept elsewhere: what they covered must still be there.

    Raises:
        MissingPartError: The folder is no export.
        StorageError: A file cannot be read.
    """
    verdict = Verdict()
    exported = read(folder, verdict)
    if vkey is None:
        verdict.warn("signature", "no key was kept elsewhere: the export is checked with the key that lies in it")
    elif exported.vkey != vkey.strip():
        verdict.fault("signature", "the export names another key than the one given")
    heads = _heads(exported, (vkey or exported.vkey).strip(), kept, verdict)
    is_named = _check_tree(exported, heads, verdict)
    check_conduct(_decoded(exported.lines, verdict, is_named=is_named), exported.rows, verdict)
    verdict.count("entries", len(exported.lines))
    return verdict


def _heads(
    exported: Exported, vkey: str, kept: Sequence[str], verdict: Verdict
) -> tuple[Checkpoint | None, list[Checkpoint]]:
    """The export's own signed head, and the kept ones; those that are not signed by the key are faults and left aside."""
    own = _head(exported.checkpoint, vkey, "the checkpoint of the export", verdict)
    older = [_head(note, vkey, f"kept checkpoint {i}", verdict) for i, note in enumerate(kept, 1)]
    return own, [head for head in older if head is not None]


def _head(note: str, vkey: str, name: str, verdict: Verdict) -> Checkpoint | None:
    verdict.count("checkpoints")
    try:
        return notes.verify(note, vkey)
    except VerifyError:
        verdict.fault("signature", f"{name} is not signed by the key given")
    except FormatError:
        verdict.fault("format", f"{name} is no signed note, or the key is no verifier key")
    return None


def _check_tree(exported: Exported, heads: tuple[Checkpoint | None, list[Checkpoint]], verdict: Verdict) -> bool:
    """Whether every entry that stands in a wrong place has been named."""
    own, kept = heads
    is_named = False
    found = [leaf_hash(line) for line in exported.lines]
    roots = _roots(found, {len(found), *(head.size for head in kept)})
    verdict.size, verdict.root = len(found), roots[len(found)].hex()
    intact = own is not None and own.size == len(found) and own.root == roots[len(found)]
    if own is not None and not intact:
        is_named = _name_changes(found, exported.leaves, own, verdict)
    elif intact and exported.leaves != found:
        verdict.fault("format", "leaves.txt does not hold the hashes of the entries")
    _check_kept(found if intact or own is None else exported.leaves, kept, verdict)
    return is_named


def _check_kept(leaves: Sequence[bytes], kept: Sequence[Checkpoint], verdict: Verdict) -> None:
    """What a kept checkpoint covered must be how this log, or what it recorded of itself, begins."""
    roots = _roots(leaves, {head.size for head in kept})
    for head in kept:
        if head.size > len(leaves):
            less = head.size - len(leaves)
            verdict.fault(
                "truncated", f"the log is shorter than a kept checkpoint says: {less} entries are missing", len(leaves)
            )
        elif roots[head.size] != head.root:
            verdict.fault(
                "forked", f"the first {head.size} entries are not those of a kept checkpoint: another history"
            )


def _roots(leaves: Sequence[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """Root hash over the first entries, for each of these sizes that the log reaches."""
    frontier, roots = Frontier(), {0: EMPTY_ROOT} if 0 in sizes else {}
    for leaf in leaves:
        frontier.append(leaf)
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return roots


def _name_changes(found: Sequence[bytes], recorded: Sequence[bytes], own: Checkpoint, verdict: Verdict) -> bool:
    """Which entries differ from what was signed; if the recorded hashes were changed too, only that they differ."""
    if len(recorded) != own.size or root_of(recorded) != own.root:
        _name_blindly(found, own, verdict)
        return False
    for change in changes(found, recorded)[:_MOST_NAMED]:
        verdict.fault(change.what, _sentence(change), change.at)
    return True


def _sentence(change: Change) -> str:
    return _WORDS[change.what].format(at=change.at, line=change.at + 1, count=change.count)


def _name_blindly(found: Sequence[bytes], own: Checkpoint, verdict: Verdict) -> None:
    if len(found) < own.size:
        less = own.size - len(found)
        verdict.fault(
            "truncated", f"the log is shorter than its checkpoint says: {less} entries are missing", len(found)
        )
    elif len(found) > own.size:
        verdict.fault(
            "inserted", f"the log is longer than its checkpoint says: {len(found) - own.size} entries too many"
        )
    verdict.fault("edited", "the entries do not have the signed root, and the recorded hashes were changed too")


def _decoded(lines: Sequence[bytes], verdict: Verdict, *, is_named: bool) -> list[Entry]:
    """The entries that can be read.

    One that cannot is a fault. So is one whose own index is not the next, unless the comparison with the recorded hashes has
    named it: after a gap only the first is at fault, not each that was shifted.
    """
    entries, shift = [], 0
    for place, line in enumerate(lines):
        try:
            entry = decode(line)
        except FormatError:
            verdict.fault("format", f"entry {place} is not in the format of this version", place)
            continue
        if entry.n - place != shift and not is_named:
            verdict.fault("order", f"line {place + 1} holds entry {entry.n} where entry {place + shift} belongs", place)
        shift = entry.n - place
        entries.append(entry)
    return entries
