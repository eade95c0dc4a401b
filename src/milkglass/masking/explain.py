"""Why something in a line is masked or left: what was seen, by what, and what keeps it. For people who write rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that was seen in a line.

    Args:
        start: Index of its first byte.
        end: Index after its last one.
        kind: Name of its kind.
        by: ``key`` or ``shape`` for what milkglass knows itself; else the list of the rule: ``keys``, ``patterns``, ``words``, ``paths``.
        rule: The rule of the rules file, or empty.
        why: A clause that names keys and checks, never a value.
        dropped_by: What keeps it as it is: ``off`` or a part of ``allow``; None if it is masked.
    """

    start: int
    end: int
    kind: str
    by: str
    rule: str
    why: str
    dropped_by: str | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A stretch of a line that is masked, and what it was made of.

    Args:
        start: Index of its first byte.
        end: Index after its last one.
        kind: Name of the kind it is masked as.
        style: ``seal``, ``stars`` or ``label``.
        mode: ``d`` or ``o``, which counts for sealed values.
        seen: What was seen there, overlapping as it may.
    """

    start: int
    end: int
    kind: str
    style: str
    mode: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line explained.

    Args:
        findings: What is masked, from left to right.
        dropped: What was seen and is left.
    """

    findings: tuple[Explained, ...]
    dropped: tuple[Seen, ...]
