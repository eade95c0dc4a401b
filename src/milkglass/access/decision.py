"""What the policy answered: a rung of the ladder and the reasons in the rule authors' words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


class Rung(StrEnum):
    """How much friction stands before the data, least first."""

    AUTOMATIC = "automatic"
    ONE_APPROVAL = "one_approval"
    TWO_APPROVALS = "two_approvals"
    BREAK_GLASS = "break_glass"
    DENIED = "denied"

    @property
    def approvals_needed(self) -> int:
        """How many distinct people must agree first; 0 also where nobody can (denied) and where they look after (break-glass)."""
        return {Rung.ONE_APPROVAL: 1, Rung.TWO_APPROVALS: 2}.get(self, 0)

    @property
    def height(self) -> int:
        """0 for automatic up to 3 for denied: a larger number is stricter."""
        return list(Rung).index(self)


class Effect(StrEnum):
    """What a rule does."""

    PERMIT = "permit"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that took part in a decision, and the rung it opened or closed."""

    rule_id: str
    title: str
    because: str
    effect: Effect
    rung: Rung


@dataclass(frozen=True, slots=True)
class Decision:
    """The policy's answer to one request.

    Args:
        rung: The lowest rung that is open.
        rule_id: The rule that decided; ``default-deny`` or ``policy-error`` when none did.
        title: Its title.
        because: Its words for people.
        max_duration: The longest a grant may last: what was asked for, or less where a deciding rule says so.
        max_values: The most values a grant may open, or None where no deciding rule says so.
        reasons: Every rule that opened this rung or closed a lower one.
        policy_hash: Hex SHA-256 of the policy text.
    """

    rung: Rung
    rule_id: str
    title: str
    because: str
    max_duration: timedelta
    reasons: tuple[Reason, ...]
    policy_hash: str
    max_values: int | None = None

    @property
    def approvals_needed(self) -> int:
        """How many distinct people must agree."""
        return self.rung.approvals_needed

    @property
    def is_denied(self) -> bool:
        """Whether no rung is open."""
        return self.rung is Rung.DENIED

    def explain(self) -> list[str]:
        """The reasons as sentences, each with the id of its rule; the deciding one first."""
        told = [f"{self.title}: {self.because} [{self.rule_id}]"]
        told += [
            f"{_verb(reason)}: {reason.because} [{reason.rule_id}]"
            for reason in self.reasons
            if reason.rule_id != self.rule_id
        ]
        return list(dict.fromkeys(told))


def _verb(reason: Reason) -> str:
    if reason.effect is Effect.PERMIT:
        return "also allowed"
    return f"not {reason.rung.replace('_', ' ')}"
