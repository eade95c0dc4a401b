"""What a masker found, for people and tools that want to look before anything is replaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text that would be replaced.

    Args:
        start: Index of its first character, or byte if the text was bytes.
        end: Index after its last one.
        kind: Name of its kind.
    """

    start: int
    end: int
    kind: str
