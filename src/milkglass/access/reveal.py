"""The last question before a key is used: may this person open these values under this grant now?

Asked for every value of every batch, from the rows as they stand at that moment; nothing that was true earlier is kept.
``service/reveal.py`` calls this in step 1 of ``docs/spec/audit-entry.md`` section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from milkglass.access.grant import EndedWhy, Grant
from milkglass.access.principal import Principal, is_same_person
from milkglass.access.request import CREDENTIAL
from milkglass.access.scope import Covered, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REVERSIBLE_MODES = frozenset("dr")
LONGEST_PERIOD = timedelta(days=1)
"""A key that claims a longer period would let one grant reach past its log time; its values stay sealed."""
_ENDED = {
    EndedWhy.EXPIRED: "the grant has expired",
    EndedWhy.REVOKED: "the grant was revoked",
    EndedWhy.RETURNED: "the grant was returned",
    EndedWhy.INCIDENT: "the incident of the grant is not open",
}


class KeyRow(Protocol):
    """What is asked of a keyring row; ``masking.keyring.KeyringRow`` fits. Times are seconds since 1970 UTC."""

    @property
    def service(self) -> str:
        """Service whose values the key seals."""

    @property
    def not_before(self) -> int:
        """First second of the period."""

    @property
    def not_after(self) -> int:
        """First second after it."""


USED_UP = Refusal("access.budget", "the grant has opened as many values as it may")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sealed value says about itself, and the keyring row its key id leads to (None if there is none)."""

    mode: str
    kind: str
    row: KeyRow | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """This value may be opened, with the key of this service and kind."""

    service: str
    kind: str


def refusal_of_grant(
    grant: Grant, *, holder: Principal, stepped_up_at: datetime | None, now: datetime, incident_open: bool
) -> Refusal | None:
    """Why nothing at all opens under this grant now, or None.

    Args:
        grant: As stored now.
        holder: Who asks, as the account stands now.
        stepped_up_at: When the second factor was given for **this** grant in this session, or None.
        now: Server clock.
        incident_open: Whether the grant's incident is open; False when nobody can tell.
    """
    if not is_same_person(holder.name, grant.holder):
        return Refusal("access.holder", "the grant belongs to somebody else")
    if not holder.active:
        return Refusal("access.inactive", "the account is switched off")
    ended = grant.why_ended(now, incident_open=incident_open)
    if ended is not None:
        return Refusal(f"access.ended.{ended}", _ENDED[ended])
    if now < grant.not_before:
        return Refusal("access.not_yet", "the window of the grant has not begun")
    if stepped_up_at is None or not grant.not_before <= stepped_up_at < grant.ends_at:
        return Refusal("identity.step_up", "the grant waits for a second factor")
    return None


def authorise(
    grant: Grant,
    values: Sequence[Asked],
    *,
    holder: Principal,
    stepped_up_at: datetime | None,
    now: datetime,
    incident_open: bool,
    sensitivity: Mapping[str, int],
    opened_before: int = 0,
) -> list[Allowed | Refusal]:
    """One answer for each value, in order. Never raises for what a value or a row says about itself.

    Args:
        grant: As stored now.
        values: What is asked for.
        holder: Who asks, as the account stands now.
        stepped_up_at: When the second factor was given for this grant in this session, or None.
        now: Server clock.
        incident_open: Whether the grant's incident is open; False when nobody can tell.
        sensitivity: Of every known kind, 1 to 4. A credential or an unknown kind stays sealed, whatever the grant says.
        opened_before: How many values were opened under this grant so far.
    """
    refused = refusal_of_grant(grant, holder=holder, stepped_up_at=stepped_up_at, now=now, incident_open=incident_open)
    if refused is not None:
        return [refused] * len(values)
    answers = [_answer(grant, value, sensitivity) for value in values]
    return answers if grant.max_values is None else _within(answers, grant.max_values - opened_before)


def _within(answers: Sequence[Allowed | Refusal], left: int) -> list[Allowed | Refusal]:
    """The first values are opened, as many as the grant has left."""
    kept: list[Allowed | Refusal] = []
    for answer in answers:
        if isinstance(answer, Allowed):
            left -= 1
        kept.append(USED_UP if isinstance(answer, Allowed) and left < 0 else answer)
    return kept


def _answer(grant: Grant, value: Asked, sensitivity: Mapping[str, int]) -> Allowed | Refusal:
    if value.kind not in sensitivity:
        return Refusal("access.unknown_kind", "this server does not know the kind; its rules.yaml may name it")
    if sensitivity[value.kind] >= CREDENTIAL:
        return Refusal("access.credential", "credentials never open")
    if value.mode not in REVERSIBLE_MODES:
        return Refusal("access.one_way", "the value was masked one-way and nothing opens it")
    if value.row is None:
        return Refusal("keys.unknown", "the keyring has no key for this value")
    period = _period(value.row)
    if period is None:
        return Refusal("keys.period", "the key of this value does not name a period of at most one day")
    covered = grant.scope.covers(value.row.service, value.kind, *period)
    return Allowed(value.row.service, value.kind) if isinstance(covered, Covered) else covered


def _period(row: KeyRow) -> tuple[datetime, datetime] | None:
    """The row's period, or None if it is empty, too long or not a time; rows come from hosts that only mask."""
    try:
        begins, ends = (datetime.fromtimestamp(second, UTC) for second in (row.not_before, row.not_after))
    except (OverflowError, ValueError, OSError):
        return None
    return (begins, ends) if timedelta(0) < ends - begins <= LONGEST_PERIOD else None
