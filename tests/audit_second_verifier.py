"""A second verifier of audit exports, written from ``docs/spec/audit-entry.md`` alone; shares no line with milkglass.

python tests/audit_second_verifier.py FOLDER [VKEY [KEPT_CHECKPOINT_FILE ...]]   prints the codes found, exits with 1 on any
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RUNGS = ("automatic", "one_approval", "two_approvals")
ENDS = {"grant.revoke", "grant.return", "grant.end", "incident.resolve"}


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def tree(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, level by level: an odd last node goes up as it is."""
    while len(hashes) > 1:
        pairs = [sha(b"\x01" + a + b) for a, b in zip(hashes[::2], hashes[1::2], strict=False)]
        hashes = pairs + hashes[len(pairs) * 2 :]
    return hashes[0] if hashes else sha(b"")


def head_of(note: str, vkey: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint with a right signature by the key."""
    name, key_hash, key_text = vkey.strip().split("+", 2)
    key = base64.b64decode(key_text, validate=True)
    text, _, tail = note.rpartition("\n\n")
    lines = [line.split(" ")[2] for line in tail.splitlines() if line.startswith(f"— {name} ")]
    for line in lines:
        signature = base64.b64decode(line, validate=True)[4:]
        Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature, text.encode() + b"\n")
    origin, size, root = text.split("\n")[:3]
    if not lines or origin != name or sha(name.encode() + b"\n" + key)[:4].hex() != key_hash:
        raise ValueError
    return int(size), base64.b64decode(root, validate=True)


def check_tree(leaves: list[bytes], notes: list[str], vkey: str) -> set[str]:
    """The first note is the head of the export, the others were kept elsewhere."""
    codes: set[str] = set()
    for i, note in enumerate(notes):
        try:
            size, root = head_of(note, vkey)
        except (ValueError, IndexError, InvalidSignature):
            return codes | {"signature"}
        if size > len(leaves):
            codes.add("truncated")
        elif tree(leaves[:size]) != root:
            codes.add("forked" if i else "edited")
        elif i == 0 and size < len(leaves):
            codes.add("inserted")
    return codes


def check_rows(entries: list[dict], lines: list[bytes]) -> set[str]:
    """Each result's rows hash to its root; nobody else has rows."""
    hashes: dict[int, list[tuple[int, bytes]]] = {}
    for line in lines:
        row, whole = json.loads(line), re.fullmatch(rb'\{"n":\d+,"row":(\{.*\})\}', line)
        i = row["row"]["i"] if whole else row["i"]
        n, digest = row["n"], sha(b"\x00" + whole[1]) if whole else bytes.fromhex(row["hash"])
        hashes.setdefault(n, []).append((i, digest))
    ok = True
    for entry in (one for one in entries if one["type"] == "reveal.result"):
        rows, values = hashes.pop(entry["n"], []), entry.get("values", {"count": 0})
        ok &= [i for i, _ in rows] == list(range(values["count"]))
        ok &= not rows or tree([digest for _, digest in rows]).hex() == values.get("root")
    return set() if ok and not hashes else {"rows"}


def covers(grant: dict, reveal: dict) -> bool:
    """Holder, window and scope; times compare as text, because they have one form."""
    window, wide, narrow = grant["window"], grant["scope"], reveal.get("scope", {})
    if not narrow or grant["about"] != reveal["actor"]["sub"] or not window["from"] <= reveal["t"] < window["to"]:
        return False
    kinds = set(narrow["kinds"]) | set(reveal.get("values", {}).get("kinds", {}))
    inside = set(narrow["services"]) <= set(wide["services"]) and kinds <= set(wide["kinds"])
    return inside and wide["from"] <= narrow["from"] and narrow["to"] <= wide["to"]


def check_order(entries: list[dict]) -> set[str]:
    """Index, time, and intents with their results."""
    codes = {"order" for place, entry in enumerate(entries) if entry["n"] != place}
    codes |= {"time" for old, new in pairwise(entries) if new["t"] < old["t"]}
    reveals: dict[str, list[tuple]] = {}
    for one in (one for one in entries if one["type"] in {"reveal.intent", "reveal.result"}):
        reveals.setdefault(one["reveal"], []).append((one["type"][7:], one["grant"], one["actor"]["sub"]))
    good = all(a[0] == "intent" and b in ([], [("result", *a[1:])]) for a, *b in reveals.values())
    return codes if good else codes | {"pairing"}


def check_access(entries: list[dict]) -> set[str]:
    """Grants with their reviews, reveals with their grants."""
    asked, approved, grants, stepped, over, codes = {}, set(), {}, set(), set(), set()
    for entry in entries:
        kind, grant, ok = entry["type"], entry.get("grant"), entry["out"] == "ok"
        if kind == "request.submit":
            asked[entry["req"]] = entry["actor"]["sub"]
        elif kind == "review.approve" and ok:
            approved.add((entry["req"], entry["actor"]["sub"]))
        elif kind == "grant.issue":
            count = len([who for req, who in approved if req == entry["req"] and who != entry["about"]])
            if asked.get(entry["req"]) != entry["about"] or count < RUNGS.index(entry["policy"]["rung"]):
                codes.add("grant")
            grants[grant] = entry
        elif kind == "stepup.ok":
            stepped.add((grant, entry.get("sess")))
        elif kind in ENDS and ok:
            over.add(entry["incident"] if kind == "incident.resolve" else grant)
        elif kind == "reveal.intent" or (kind == "reveal.result" and ok):
            live = grant in grants and not over & {grant, grants[grant].get("incident")}
            if not live or (grant, entry.get("sess")) not in stepped or not covers(grants[grant], entry):
                codes.add("grant")
    return codes


def verify(folder: Path, vkey: str | None = None, kept: list[str] = []) -> set[str]:  # noqa: B006 - never written
    """Codes of what does not hold, without their prefix; empty when everything holds."""
    try:
        lines, rows = ((folder / name).read_bytes().split(b"\n")[:-1] for name in ("entries.jsonl", "rows.jsonl"))
        note, own_key = ((folder / name).read_text() for name in ("checkpoint", "log.vkey"))
        leaves = [sha(b"\x00" + line) for line in lines]
        codes = {"signature"} if (vkey or own_key).strip() != own_key.strip() else set()
        codes |= {"edited"} if (folder / "leaves.txt").read_text().split() != [leaf.hex() for leaf in leaves] else set()
        codes |= check_tree(leaves, [note, *kept], vkey or own_key)
        entries = [json.loads(line) for line in lines]
        return codes | check_rows(entries, rows) | check_order(entries) | check_access(entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {"format"}


if __name__ == "__main__":
    found = verify(Path(sys.argv[1]), *sys.argv[2:3], kept=[Path(name).read_text() for name in sys.argv[3:]])
    sys.exit(print(" ".join(sorted(found)) or "ok") or bool(found))
