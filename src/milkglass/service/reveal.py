"""Open values under a grant: the protocol of ``docs/spec/audit-entry.md`` section 4, in that order.

    1 check   2 intent, durable   3 open in memory   4 check again and result, durable   5 answer

Nothing leaves before step 4 has committed. Lines that the grant does not cover come back sealed, each with its reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milkglass.access.principal import Principal, Role
from milkglass.access.reveal import USED_UP, Allowed, Asked, authorise, refusal_of_grant
from milkglass.access.scope import Refusal
from milkglass.audit import entry as audit
from milkglass.audit.disclosure import DisclosureRow
from milkglass.audit.entry import Draft, EntryType, Out, ValueCount
from milkglass.errors import (
    AccessError,
    DeniedError,
    FormatError,
    KeysError,
    MilkglassError,
    ScopeError,
    StateError,
    StepUpError,
    UsageError,
)
from milkglass.masking.plaintext import Plaintext
from milkglass.masking.sealed import SealedValue, parse
from milkglass.service.accounting import this_years_key
from milkglass.service.caller import change_by
from milkglass.service.deciding import refuse_administrators
from milkglass.service.erase_subject import erased_check
from milkglass.service.trusted import find_grant, incident_is_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from milkglass.access.grant import Grant
    from milkglass.masking.keyring import KeyringRow
    from milkglass.service.caller import Caller
    from milkglass.service.services import Change, KindKey, Services

MOST_VALUES = 1000
_ERASED = Refusal("access.erased", "the person was erased on request")
_LONGEST_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class Opened:
    """A value; ``bare`` if it stood as a JSON number."""

    value: Plaintext
    bare: bool


@dataclass(frozen=True, slots=True)
class Revealed:
    """One answer for each text, in order, and when the grant ends."""

    answers: tuple[Opened | Refusal, ...] = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Plan:
    """What step 1 found: the grant, what each text is, and which of them may be opened with which row."""

    reveal: str
    grant: Grant
    parsed: tuple[SealedValue | None, ...]
    rows: Mapping[str, KeyringRow]
    answers: tuple[Allowed | Refusal, ...]

    def allowed(self) -> list[tuple[int, SealedValue]]:
        """Positions and values that may be opened."""
        pairs = zip(self.parsed, self.answers, strict=True)
        return [(i, sealed) for i, (sealed, answer) in enumerate(pairs) if sealed and isinstance(answer, Allowed)]


def reveal(services: Services, caller: Caller, grant_id: str, texts: Sequence[str]) -> Revealed:
    """Open sealed values.

    Args:
        services: The services.
        caller: The holder of the grant.
        grant_id: The grant, stepped up in the caller's session.
        texts: At most 1000 sealed values.

    Raises:
        UsageError: if there is no such grant, or too much was asked for.
        AccessError: if nothing opens under this grant now.
        StepUpError: if the second factor is missing.
        AuditError: if the record could not be written, or was changed.
        StorageError: likewise.
    """
    if not 0 < len(texts) <= MOST_VALUES or any(len(text) > _LONGEST_TEXT for text in texts):
        raise UsageError(f"a reveal takes 1 to {MOST_VALUES} sealed values", hint="ask in batches")
    plan = check_and_intend(services, caller, grant_id, texts)
    opened = open_values(services, plan)
    return answer(plan, record_result(services, caller, plan, opened))


def check_and_intend(services: Services, caller: Caller, grant_id: str, texts: Sequence[str]) -> _Plan:
    """Steps 1 and 2: durable when it returns. A refusal is recorded too.

    Raises:
        MilkglassError: as ``reveal`` does.
    """
    refused: MilkglassError | None = None
    with change_by(services, caller) as (at, now_caller):
        grant = find_grant(services, at, grant_id)
        try:
            _check_grant(services, at, now_caller, grant)
        except (AccessError, StepUpError) as error:
            refused = error
            _record_refusal(at, now_caller, grant, error.code)
        else:
            this_years_key(services, at)  # what cannot be accounted for is not even begun
            plan = _plan(services, at, now_caller, grant, texts)
            _record_intent(at, now_caller, plan)
    if refused is not None:
        raise refused
    return plan


def open_values(services: Services, plan: _Plan) -> dict[int, Opened | Refusal]:
    """Step 3: every allowed value by its position, opened, or the reason why its key does not open it."""
    keys = _open_days(services, plan)
    return {i: _open_one(keys[sealed.kid], sealed) for i, sealed in plan.allowed()}


def record_result(
    services: Services, caller: Caller, plan: _Plan, opened: Mapping[int, Opened | Refusal]
) -> Mapping[int, Opened | Refusal]:
    """Step 4: check once more, drop what was erased, then rows and result; durable when it returns what may be answered.

    Raises:
        AccessError: if the grant ended, or its budget was used up, in between; the result says that nothing was answered.
    """
    refused: MilkglassError | None = None
    with change_by(services, caller) as (at, now_caller):
        opened = _without_erased(services, at, plan, opened)
        try:
            _check_grant(services, at, now_caller, find_grant(services, at, plan.grant.id))
            _check_budget(at, plan, opened)
        except (AccessError, StepUpError) as error:
            refused = error
        if plan.allowed():
            _record_outcome(services, at, now_caller, plan, {} if refused else opened, refused)
    if refused is not None:
        raise refused
    return opened


def _without_erased(
    services: Services, at: Change, plan: _Plan, opened: Mapping[int, Opened | Refusal]
) -> dict[int, Opened | Refusal]:
    """Values of an erased subject go back to being sealed, in every mode and on every day."""
    is_erased = erased_check(services, at)
    return {
        i: _ERASED if isinstance(one, Opened) and is_erased(_kind_at(plan, i), one.value.expose()) else one
        for i, one in opened.items()
    }


def _kind_at(plan: _Plan, i: int) -> str:
    sealed = plan.parsed[i]
    assert sealed is not None
    return sealed.kind


def answer(plan: _Plan, opened: Mapping[int, Opened | Refusal]) -> Revealed:
    """Step 5."""
    answers = (opened[i] if isinstance(one, Allowed) else one for i, one in enumerate(plan.answers))
    return Revealed(tuple(answers), plan.grant.expires_at)


def _check_grant(services: Services, at: Change, caller: Caller, grant: Grant) -> None:
    refuse_administrators(caller)
    refusal = refusal_of_grant(
        grant,
        holder=_principal(caller),
        stepped_up_at=at.facts.stepped_up_at(grant.id, caller.sess),
        now=at.now,
        incident_open=incident_is_open(services, at, grant),
    )
    if refusal is not None:
        raise _error_of(refusal)


def _error_of(refusal: Refusal) -> MilkglassError:
    if refusal.code.startswith("identity."):
        return StepUpError(refusal.reason, code=refusal.code, hint="run milkglass step-up")
    kinds = {"access.holder": DeniedError, "access.inactive": DeniedError, "access.not_yet": ScopeError}
    return kinds.get(refusal.code, StateError)(refusal.reason, code=refusal.code, hint="ask again with a new request")


def _plan(services: Services, at: Change, caller: Caller, grant: Grant, texts: Sequence[str]) -> _Plan:
    parsed = tuple(_parse(text) for text in texts)
    found = {sealed.kid: services.keyring.row(sealed.kid) for sealed in parsed if sealed is not None}
    rows = {kid: row for kid, row in found.items() if row is not None}
    asked = [Asked(sealed.mode, sealed.kind, rows.get(sealed.kid)) for sealed in parsed if sealed is not None]
    allowed = authorise(
        grant,
        asked,
        holder=_principal(caller),
        stepped_up_at=at.facts.stepped_up_at(grant.id, caller.sess),
        now=at.now,
        incident_open=incident_is_open(services, at, grant),
        sensitivity=services.sensitivity,
        opened_before=_opened_under(at, grant),
    )
    answers = iter(allowed)
    not_one = Refusal("usage.format", "this is not a sealed value")
    whole = tuple(not_one if sealed is None else next(answers) for sealed in parsed)
    return _Plan(services.new_id("reveal"), grant, parsed, rows, whole)


def _opened_under(at: Change, grant: Grant) -> int:
    issued = at.facts.grant(grant.id, at.size)
    return 0 if issued is None else issued.values_opened


def _check_budget(at: Change, plan: _Plan, opened: Mapping[int, Opened | Refusal]) -> None:
    """Of two reveals that begin with the same budget, the one that ends last may find it used up."""
    most = plan.grant.max_values
    count = sum(isinstance(one, Opened) for one in opened.values())
    if most is not None and _opened_under(at, plan.grant) + count > most:
        raise ScopeError(USED_UP.reason, code=USED_UP.code, hint="ask again with a new request")


def _parse(text: str) -> SealedValue | None:
    try:
        return parse(text)
    except FormatError:
        return None


def _record_intent(at: Change, caller: Caller, plan: _Plan) -> None:
    allowed = plan.allowed()
    if not allowed:
        refusals = [answer.code for answer in plan.answers if isinstance(answer, Refusal)]
        _record_refusal(at, caller, plan.grant, refusals[0])
        return
    at.record(_draft(EntryType.REVEAL_INTENT, caller, plan, [sealed for _, sealed in allowed]))


def _record_refusal(at: Change, caller: Caller, grant: Grant, code: str) -> None:
    entry = Draft(
        type=EntryType.REVEAL_REFUSE,
        actor=caller.actor,
        sess=caller.sess,
        out=Out.DENIED,
        why=code,
        grant=grant.id,
        req=grant.request_id,
    )
    at.record(entry)


def _record_outcome(
    services: Services,
    at: Change,
    caller: Caller,
    plan: _Plan,
    opened: Mapping[int, Opened | Refusal],
    refused: MilkglassError | None,
) -> None:
    """The result with one row per value that is about to be answered."""
    values = [(sealed, opened.get(i)) for i, sealed in plan.allowed()]
    shown = [(sealed, value) for sealed, value in values if isinstance(value, Opened)]
    key = this_years_key(services, at) if shown else b""
    rows = [
        DisclosureRow.of(
            i,
            kid=sealed.kid,
            kind=sealed.kind,
            sealed=sealed.text,
            value=value.value.expose(),
            key=key,
            random=services.random,
        )
        for i, (sealed, value) in enumerate(shown)
    ]
    entry = _draft(EntryType.REVEAL_RESULT, caller, plan, [sealed for sealed, _ in shown], refused)
    at.record(entry, rows=rows)


def _draft(
    entry_type: EntryType,
    caller: Caller,
    plan: _Plan,
    values: Sequence[SealedValue],
    refused: MilkglassError | None = None,
) -> Draft:
    kinds = Counter(sealed.kind for sealed in values)
    return Draft(
        type=entry_type,
        actor=caller.actor,
        sess=caller.sess,
        out=Out.OK if refused is None else Out.DENIED,
        why=None if refused is None else refused.code,
        grant=plan.grant.id,
        req=plan.grant.request_id,
        incident=plan.grant.incident,
        scope=_scope_of(plan),
        reveal=plan.reveal,
        values=ValueCount(len(values), dict(sorted(kinds.items()))),
        kids=tuple(sorted({sealed.kid for sealed in values})),
    )


def _scope_of(plan: _Plan) -> audit.Scope:
    """Services and kinds that are really touched, in the log time of the grant."""
    used = [answer for answer in plan.answers if isinstance(answer, Allowed)]
    services, kinds = sorted({one.service for one in used}), sorted({one.kind for one in used})
    return audit.Scope(tuple(services), tuple(kinds), plan.grant.scope.log_from, plan.grant.scope.log_to)


def _open_days(services: Services, plan: _Plan) -> dict[str, Mapping[str, KindKey] | Refusal]:
    """The kind keys that are needed, by key id, and no others."""
    kinds: dict[str, set[str]] = {}
    for _, sealed in plan.allowed():
        kinds.setdefault(sealed.kid, set()).add(sealed.kind)
    return {kid: _open_day(services, plan.rows[kid], wanted) for kid, wanted in kinds.items()}


def _open_day(services: Services, row: KeyringRow, kinds: set[str]) -> Mapping[str, KindKey] | Refusal:
    try:
        return services.keys.open_day(row, frozenset(kinds))
    except (KeysError, FormatError) as error:
        code = error.code if isinstance(error, KeysError) else KeysError.code
        return Refusal(code, "no key at hand opens this day")


def _open_one(keys: Mapping[str, KindKey] | Refusal, sealed: SealedValue) -> Opened | Refusal:
    if isinstance(keys, Refusal):
        return keys
    try:
        value, bare = keys[sealed.kind].open(sealed.text)
    except (KeysError, FormatError, KeyError):
        return Refusal("keys.open", "the value does not open with its key")
    return Opened(Plaintext(value, bare), bare)


def _principal(caller: Caller) -> Principal:
    account = caller.account
    return Principal(
        account.name,
        frozenset(Role(role) for role in account.roles),
        active=account.active,
        is_agent=account.is_agent,
    )
