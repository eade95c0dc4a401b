"""What a verification found: faults with stable codes, and warnings. Pure; spec: `docs/spec/audit-entry.md` section 8."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or a warning.

    Args:
        code: As in the spec.
        message: What is wrong, without any value.
        entry: Index of the entry it is about, if it is about one.
    """

    code: str
    message: str
    entry: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As ``audit verify --json`` prints it."""
        return {"code": self.code, "entry": self.entry, "message": self.message}


@dataclass(slots=True)
class Verdict:
    """The result of a verification.

    Args:
        size: Entries in the export.
        root: Hex root hash over them.
        faults: What does not hold.
        warnings: What to look at, though everything holds.
        checked: How many entries, reveals, grants, rows and checkpoints were checked.
    """

    size: int = 0
    root: str = ""
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    def fault(self, code: str, message: str, entry: int | None = None) -> None:
        """Note a fault; ``code`` without its prefix ``verify.``."""
        self.faults.append(Finding(f"verify.{code}", message, entry))

    def warn(self, code: str, message: str, entry: int | None = None) -> None:
        """Note a warning; ``code`` without its prefix ``verify.``."""
        self.warnings.append(Finding(f"verify.{code}", message, entry))

    def count(self, what: str, number: int = 1) -> None:
        """Note that this many of something were checked."""
        self.checked[what] = self.checked.get(what, 0) + number

    def to_json(self) -> dict[str, Any]:
        """As ``audit verify --json`` prints it."""
        faults, warnings = ([one.to_json() for one in found] for found in (self.faults, self.warnings))
        return {
            "ok": self.ok,
            "size": self.size,
            "root": self.root,
            "faults": faults,
            "warnings": warnings,
            "checked": dict(self.checked),
        }
