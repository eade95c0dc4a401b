"""Who asks or answers: an account with its roles, as the decisions see it.

First file of the flow. ``person_key`` is the one comparison of names in this room: two spellings of one name are one person.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(StrEnum):
    """What an account is for; an account may have several."""

    ENGINEER = "engineer"
    APPROVER = "approver"
    SECURITY = "security"
    AUDITOR = "auditor"
    ADMIN = "admin"


def person_key(name: str) -> str:
    """The form of a name in which it is compared: NFKC, case folded, without invisible format characters and outer space.

    So ``Bo``, ``bo``, the same in full-width letters and ``bo`` with a zero-width space are one person, never two approvers.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(char for char in folded if unicodedata.category(char) != "Cf").strip()


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one person."""
    return person_key(one) == person_key(other)


def is_among(name: str, people: Collection[str]) -> bool:
    """Whether a name is one of these people."""
    return person_key(name) in {person_key(person) for person in people}


@dataclass(frozen=True, slots=True)
class Principal:
    """An account at the moment of a decision.

    Args:
        name: Account name.
        roles: What it is for.
        on_call_for: Services it is on call for now.
        active: Whether the account may be used at all.
        is_agent: Whether a program acts under this account; agents never get anything without a person.

    Raises:
        UsageError: if the name has no visible character or a role is unknown.
    """

    name: str
    roles: frozenset[Role]
    on_call_for: frozenset[str] = frozenset()
    active: bool = True
    is_agent: bool = False

    def __post_init__(self) -> None:
        if not person_key(self.name):
            raise UsageError("an account needs a name")
        try:
            object.__setattr__(self, "roles", frozenset(Role(role) for role in self.roles))
        except ValueError:
            raise UsageError("an account has a role that is unknown", hint=f"roles are {', '.join(Role)}") from None

    def has_any(self, *roles: Role) -> bool:
        """Whether the account has at least one of these roles."""
        return not self.roles.isdisjoint(roles)
