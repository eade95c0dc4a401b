"""Counts over the verdicts of one engine, for the tuning part and the part held back, and whether the targets are met. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from judge import CREDENTIALS, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines import Masked
    from template import Line

# Of these there is no form that a machine could check; their leaks are counted apart.
NAMES = frozenset({"name"})
FREE_FORM = frozenset({"name", "postal_address"})
STRUCTURED_LEAKED, KIND_LEAKED, NAMES_LEAKED, DAMAGED, REAL_DAMAGED = 0.01, 0.03, 0.15, 0.001, 0.001
PARTS = ("tuning", "held back")


@dataclass(slots=True)
class Kind:
    """Counts of one kind."""

    planted: int = 0
    leaked: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """Something to mend, from the tuning part."""

    what: str
    kind: str
    template: str
    before: str
    after: str


@dataclass(slots=True)
class Part:
    """Counts of one part of the templates."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    clean: int = 0
    clean_damaged: int = 0
    labelled: int = 0
    labelled_damaged: int = 0

    def total(self, kinds: frozenset[str] | None = None, without: frozenset[str] = frozenset()) -> Kind:
        """The sum over some kinds; over all when None."""
        chosen = [
            count for name, count in self.kinds.items() if name not in without and (kinds is None or name in kinds)
        ]
        return Kind(*(sum(getattr(count, what) for count in chosen) for what in ("planted", "leaked", "wrong")))


@dataclass(slots=True)
class Tally:
    """What one engine did."""

    engine: str
    records: int = 0
    seconds: float = 0.0
    missing: str = ""
    has_kinds: bool = False
    parts: dict[str, Part] = field(default_factory=lambda: {name: Part() for name in PARTS})
    examples: list[Example] = field(default_factory=list)
    real: int = 0
    real_changed: int = 0

    @property
    def both(self) -> Part:
        """Tuning and held back together."""
        whole = Part()
        for part in self.parts.values():
            for what in ("clean", "clean_damaged", "labelled", "labelled_damaged"):
                setattr(whole, what, getattr(whole, what) + getattr(part, what))
            for name, count in part.kinds.items():
                kind = whole.kinds.setdefault(name, Kind())
                kind.planted, kind.leaked, kind.wrong = (
                    kind.planted + count.planted,
                    kind.leaked + count.leaked,
                    kind.wrong + count.wrong,
                )
        return whole


def tally(engine: str, lines: Sequence[Line], masked: Masked, credentials: frozenset[str] = CREDENTIALS) -> Tally:
    """Judge every record of an engine."""
    result = Tally(engine, len(lines), masked.seconds, masked.missing, masked.spans is not None)
    if masked.missing:
        return result
    for number, (line, output) in enumerate(zip(lines, masked.texts, strict=True)):
        _count(result, line, output, judge(line, output, masked.spans[number] if masked.spans else None, credentials))
    return result


def _count(result: Tally, line: Line, output: str, verdict: Verdict) -> None:
    part = result.parts[PARTS[0] if line.template.is_tuning else PARTS[1]]
    if line.planted:
        part.labelled += 1
        part.labelled_damaged += verdict.is_damaged
    else:
        part.clean += 1
        part.clean_damaged += verdict.is_damaged
    for label, leaked, wrong in zip(line.planted, verdict.leaked, verdict.wrong, strict=True):
        kind = part.kinds.setdefault(label.kind, Kind())
        kind.planted += 1
        kind.leaked += leaked
        kind.wrong += bool(wrong)
    if line.template.is_tuning:
        result.examples += _examples(line, output, verdict)


def _examples(line: Line, output: str, verdict: Verdict) -> list[Example]:
    made = []
    if verdict.is_damaged:
        made.append(
            Example("damaged", "clean" if not line.planted else "labelled", line.template.name, line.text, output)
        )
    for label, leaked, wrong in zip(line.planted, verdict.leaked, verdict.wrong, strict=True):
        if leaked or wrong:
            what = "leaked" if leaked else f"masked as {wrong}"
            made.append(Example(what, label.kind, line.template.name, line.text, output))
    return made


def share(some: int, of: int) -> float:
    """A share of nothing is nothing."""
    return some / of if of else 0.0


def missed(result: Tally) -> list[str]:
    """The targets that an engine misses, in words."""
    both, words = result.both, []
    structured, names = both.total(without=FREE_FORM), both.total(NAMES)
    checks = [
        ("structured values leaked", share(structured.leaked, structured.planted), STRUCTURED_LEAKED),
        ("person names leaked", share(names.leaked, names.planted), NAMES_LEAKED),
        ("clean records damaged", share(both.clean_damaged, both.clean), DAMAGED),
        ("real lines without personal data changed", share(result.real_changed, result.real), REAL_DAMAGED),
    ]
    checks += [
        (f"{name} leaked", share(kind.leaked, kind.planted), KIND_LEAKED)
        for name, kind in sorted(both.kinds.items())
        if name not in FREE_FORM
    ]
    for what, value, most in checks:
        if value > most:
            words.append(f"{what}: {value:.2%}, at most {most:.1%}")
    return words
