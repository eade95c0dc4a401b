"""The kinds of personal data and secrets this version knows. The table itself stands in ``rust/core/src/kind.rs``."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from milkglass import _core

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A type of personal data or secret.

    Args:
        name: Its stable name, as it stands in sealed values, rules and policy.
        title: A few words for people.
        mode: How its values are sealed unless a rule says otherwise: ``d`` or ``r`` (open under a grant) or ``o`` (never opens).
        sensitivity: 1 low, 2 personal, 3 high, 4 credential.
    """

    name: str
    title: str
    mode: str
    sensitivity: int


KINDS: Mapping[str, KindInfo] = MappingProxyType({row[0]: KindInfo(*row) for row in _core.kinds()})
"""Every kind by name, in the order of the core's table."""
