"""What the entries say about each other: time, intents and results, grants and their reviews, disclosure rows.

Last step of `verify`. Hashes prove that nobody changed the record; this proves that what is recorded was allowed. Pure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from milkglass.audit.disclosure import rows_root
from milkglass.audit.entry import Entry, EntryType, Out, Rung

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from milkglass.audit.exported import Row
    from milkglass.audit.verdict import Verdict

_NEEDED: Final = {Rung.AUTOMATIC: 0, Rung.ONE_APPROVAL: 1, Rung.TWO_APPROVALS: 2, Rung.BREAK_GLASS: 0}
_REVIEW_WITHIN: Final = timedelta(hours=72)
_ENDS: Final = (EntryType.GRANT_REVOKE, EntryType.GRANT_RETURN, EntryType.GRANT_END)


@dataclass(slots=True)
class _World:
    """What is known after the entries so far."""

    requests: dict[str, Entry] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    approvals: dict[str, list[Entry]] = field(default_factory=dict)
    broken: dict[str, Entry] = field(default_factory=dict)
    opened: Counter[str] = field(default_factory=Counter)
    grants: dict[str, Entry] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)
    steps: set[tuple[str, str | None]] = field(default_factory=set)
    intents: dict[str, Entry] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    erasures: dict[str, Entry] = field(default_factory=dict)


def check_conduct(entries: Iterable[Entry], rows: Mapping[int, Sequence[Row]], verdict: Verdict) -> None:
    """Check entries in order; faults and warnings go to the verdict."""
    world, last, left = _World(), None, dict(rows)
    for entry in entries:
        if last is not None and entry.t < last.t:
            verdict.fault("time", f"time goes back at entry {entry.n}", entry.n)
        if entry.skew:
            verdict.warn("time", f"the clock of the server had gone back at entry {entry.n}", entry.n)
        _CHECKS.get(entry.type, _pass)(world, entry, verdict)
        if entry.type is EntryType.REVEAL_RESULT:
            _check_rows(entry, left.pop(entry.n, ()), verdict)
        last = entry
    for n in sorted(left):
        verdict.fault("rows", f"there are disclosure rows for entry {n}, which discloses nothing", n)
    for name, intent in world.intents.items():
        if name not in world.results:
            verdict.warn("pairing", f"possibly disclosed: entry {intent.n} began a reveal that has no result", intent.n)
    for glass in world.broken.values():
        if last is not None and last.t - glass.t > _REVIEW_WITHIN:
            verdict.warn("grant", f"nobody looked at the broken glass of entry {glass.n} within 72 hours", glass.n)


def _pass(world: _World, entry: Entry, verdict: Verdict) -> None:
    """An entry that says nothing about access."""


def _submit(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.req is not None:
        world.requests.setdefault(entry.req, entry)


def _close(world: _World, entry: Entry, verdict: Verdict) -> None:
    """A request that was withdrawn, or denied by the policy or by a reviewer."""
    if entry.req is not None and (entry.out is Out.OK) != (entry.type is EntryType.REQUEST_DECIDE):
        world.closed.add(entry.req)


def _approve(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.req is not None and entry.out is Out.OK:
        world.approvals.setdefault(entry.req, []).append(entry)


def _issue(world: _World, entry: Entry, verdict: Verdict) -> None:
    verdict.count("grants")
    if entry.grant is None or entry.req is None or entry.scope is None or entry.window is None or entry.policy is None:
        verdict.fault("grant", f"entry {entry.n} issues a grant without saying for what", entry.n)
        return
    if entry.grant in world.grants:
        verdict.fault("grant", f"entry {entry.n} issues a grant a second time", entry.n)
        return
    world.grants[entry.grant] = entry
    asked = world.requests.get(entry.req)
    if asked is None or asked.actor.sub != entry.about or asked.scope is None or not asked.scope.covers(entry.scope):
        verdict.fault("grant", f"entry {entry.n} issues a grant that its holder did not ask for", entry.n)
    if entry.req in world.closed:
        verdict.fault("grant", f"entry {entry.n} issues a grant although it was denied or withdrawn", entry.n)
    needed = _NEEDED.get(entry.policy.rung)
    if needed is None or len(_agreeing(world, entry)) < needed:
        verdict.fault("grant", f"entry {entry.n} issues a grant without the reviews that its rung asks for", entry.n)
    if (entry.type is EntryType.GRANT_BREAK_GLASS) is not (entry.policy.rung is Rung.BREAK_GLASS):
        verdict.fault("grant", f"entry {entry.n} names another way to a grant than the policy's", entry.n)


def _agreeing(world: _World, grant: Entry) -> set[str]:
    """Who else agreed to all that a grant covers."""
    approvals = world.approvals.get(grant.req or "", ())
    return {
        one.actor.sub
        for one in approvals
        if one.actor.sub != grant.about and one.scope is not None and grant.scope and one.scope.covers(grant.scope)
    }


def _break(world: _World, entry: Entry, verdict: Verdict) -> None:
    """A grant that opened at once; its holder has none that nobody looked at."""
    _issue(world, entry, verdict)
    if any(glass.about == entry.about for glass in world.broken.values()):
        verdict.fault("grant", f"entry {entry.n} breaks the glass before somebody looked at the last time", entry.n)
    world.broken[entry.req or ""] = entry


def _look_back(world: _World, entry: Entry, verdict: Verdict) -> None:
    glass = world.broken.pop(entry.req or "", None)
    if glass is None or glass.about == entry.actor.sub:
        verdict.fault("grant", f"entry {entry.n} looks at a broken glass that was not another person's", entry.n)


def _end(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.grant is not None and entry.out is Out.OK:
        world.ended.add(entry.grant)


def _resolve(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.incident is not None and entry.out is Out.OK:
        world.resolved.add(entry.incident)


def _step_up(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.grant is not None:
        world.steps.add((entry.grant, entry.sess))


def _intent(world: _World, entry: Entry, verdict: Verdict) -> None:
    if entry.reveal is None or entry.reveal in world.intents:
        verdict.fault("pairing", f"entry {entry.n} begins a reveal without a name of its own", entry.n)
        return
    world.intents[entry.reveal] = entry
    _check_covered(world, entry, verdict)


def _result(world: _World, entry: Entry, verdict: Verdict) -> None:
    verdict.count("reveals")
    intent = world.intents.get(entry.reveal or "")
    same = intent is not None and (intent.grant, intent.actor.sub, intent.sess) == (
        entry.grant,
        entry.actor.sub,
        entry.sess,
    )
    if not same:
        verdict.fault("pairing", f"entry {entry.n} is a result without its intent", entry.n)
    if entry.reveal in world.results:
        verdict.fault("pairing", f"entry {entry.n} is a second result for one intent", entry.n)
    world.results.add(entry.reveal or "")
    if entry.out is Out.OK:
        _check_covered(world, entry, verdict)
        _check_limit(world, entry, verdict)


def _check_limit(world: _World, entry: Entry, verdict: Verdict) -> None:
    name = entry.grant or ""
    grant = world.grants.get(name)
    world.opened[name] += entry.values.count if entry.values else 0
    if grant is not None and grant.limit is not None and world.opened[name] > grant.limit:
        verdict.fault("grant", f"entry {entry.n} opens more values than the grant allows", entry.n)


def _ask_erasure(world: _World, entry: Entry, verdict: Verdict) -> None:
    world.erasures.setdefault(entry.about or "", entry)


def _erase(world: _World, entry: Entry, verdict: Verdict) -> None:
    """Two people: who confirms is not who asked, and confirms just that."""
    asked = world.erasures.get(entry.about or "")
    if asked is None or asked.actor.sub == entry.actor.sub or asked.subjs != entry.subjs:
        verdict.fault("erase", f"entry {entry.n} erases a person without a second person who asked for it", entry.n)


def _check_covered(world: _World, entry: Entry, verdict: Verdict) -> None:
    grant = world.grants.get(entry.grant or "")
    reason = "under a grant that was never issued" if grant is None else _why_not_covered(world, grant, entry)
    if reason:
        verdict.fault("grant", f"entry {entry.n} opens values {reason}", entry.n)


def _why_not_covered(world: _World, grant: Entry, entry: Entry) -> str:
    """Why this grant does not cover a reveal; empty if it does."""
    window, incident = grant.window, grant.incident
    if entry.actor.sub != grant.about:
        return "for somebody who is not the holder of the grant"
    if entry.grant in world.ended or (incident is not None and incident in world.resolved):
        return "under a grant that had ended"
    if window is None or not window.start <= entry.t < window.end:
        return "outside the window of the grant"
    if (entry.grant or "", entry.sess) not in world.steps:
        return "before the second factor was given"
    return "" if _is_in_scope(grant, entry) else "outside the scope of the grant"


def _is_in_scope(grant: Entry, entry: Entry) -> bool:
    if grant.scope is None or entry.scope is None:
        return False
    kinds = set(entry.values.kinds) if entry.values else set()
    return grant.scope.covers(entry.scope) and kinds <= set(grant.scope.kinds)


def _check_rows(entry: Entry, rows: Sequence[Row], verdict: Verdict) -> None:
    """The rows of a result are as many, of the kinds, and of the hash that the entry says."""
    verdict.count("rows", len(rows))
    count, root = (entry.values.count, entry.values.root) if entry.values else (0, None)
    if not count and not rows:
        return
    if root is None or len(rows) != count or [row.i for row in rows] != list(range(count)):
        verdict.fault("rows", f"entry {entry.n} says {count} values, and {len(rows)} disclosure rows fit it", entry.n)
    elif rows_root(row.hash for row in rows) != root or not _kinds_fit(entry, rows):
        verdict.fault("rows", f"the disclosure rows of entry {entry.n} are not those that it commits to", entry.n)


def _kinds_fit(entry: Entry, rows: Sequence[Row]) -> bool:
    """Whether the rows that were not erased are of kinds, and under keys, that the entry names."""
    kinds = set(entry.values.kinds) if entry.values else set()
    kept = [row.content for row in rows if row.content is not None]
    return all(row.kind in kinds and row.kid in entry.kids for row in kept)


_CHECKS: Mapping[EntryType, Callable[[_World, Entry, Verdict], None]] = {
    EntryType.REQUEST_SUBMIT: _submit,
    EntryType.REQUEST_DECIDE: _close,
    EntryType.REQUEST_WITHDRAW: _close,
    EntryType.REVIEW_DENY: _close,
    EntryType.REVIEW_APPROVE: _approve,
    EntryType.REVIEW_BREAK_GLASS: _look_back,
    EntryType.GRANT_ISSUE: _issue,
    EntryType.GRANT_BREAK_GLASS: _break,
    **dict.fromkeys(_ENDS, _end),
    EntryType.INCIDENT_RESOLVE: _resolve,
    EntryType.STEPUP_OK: _step_up,
    EntryType.REVEAL_INTENT: _intent,
    EntryType.REVEAL_RESULT: _result,
    EntryType.ERASE_REQUEST: _ask_erasure,
    EntryType.ERASE_DONE: _erase,
}
