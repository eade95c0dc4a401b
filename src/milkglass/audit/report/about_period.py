"""Reports about a period: GDPR Art. 30, GDPR Art. 32, SOC 2. From entries and elevations; purposes in words where kept. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milkglass.audit.elevations import Outcome
from milkglass.audit.entry import Entry, EntryType, Out, Rung
from milkglass.audit.report.page import Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from milkglass.audit.elevations import Elevation

_T = EntryType
_MOST_PURPOSES = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log says of a period.

    Args:
        entries: The entries of the period.
        elevations: Requests asked for in it, and what came of them.
        reasons: Their reasons in words, by request, while kept.
        titles: Titles of kinds, by name.
        months: Months whose sealed values can still be opened.
    """

    entries: Sequence[Entry]
    elevations: Sequence[Elevation]
    reasons: Mapping[str, str]
    titles: Mapping[str, str]
    months: Sequence[str]

    def count(self, *types: EntryType, out: Out | None = Out.OK) -> int:
        """How many entries of these types, of this outcome or of any."""
        return sum(entry.type in types and (out is None or entry.out is out) for entry in self.entries)

    def title(self, kind: str) -> str:
        """A kind in words."""
        return self.titles.get(kind, kind)


def gdpr_30(found: Evidence) -> tuple[Section, ...]:
    """Record of processing: by service the kinds, recipients, purposes; retention and security measures once."""
    by_service: dict[str, list[Elevation]] = {}
    for one in found.elevations:
        for service in () if one.grant is None else one.scope.services:
            by_service.setdefault(service, []).append(one)
    head = ("Service", "Kinds of data", "Recipients", "Values opened", "Purposes stated")
    rows = tuple(_processing(found, service, ones) for service, ones in sorted(by_service.items()))
    months = " to ".join(dict.fromkeys((found.months[0], found.months[-1]))) if found.months else "none"
    return (
        Section(
            "To be filled in by the controller",
            facts=(
                ("Controller and contact", "................................"),
                ("Data protection officer", "................................"),
                ("Transfers to third countries", "................................"),
            ),
        ),
        Section(
            "Processing of personal data in logs",
            (
                (
                    "Categories of data subjects: users of the services and people named in their logs. Values are masked before a"
                    " line is written and can be opened only under a grant."
                ),
            ),
            table=Table(head, rows, "No access to personal data was granted in this period."),
        ),
        Section(
            "Erasure",
            facts=(
                ("Months that can still be opened", months),
                ("End of a month", "Its unseal key is destroyed; sealed values of that month are noise from then on"),
                (
                    "Record of disclosures",
                    "Six years, as keyed pseudonyms without values; then the key of the year is destroyed",
                ),
                ("Persons erased in this period", str(found.count(_T.ERASE_DONE))),
            ),
        ),
        Section("Security measures (Art. 32(1))", facts=_MEASURES),
    )


def gdpr_32(found: Evidence) -> tuple[Section, ...]:
    """Security of processing: the measures, and how they worked in the period."""
    return (
        Section("Measures in force", facts=_MEASURES),
        Section("Access in this period", facts=_access(found)),
        Section("Who opened values", table=_by_person(found)),
        Section("What was refused", table=_refused(found)),
        Section("Changes to who may do what", table=_changes(found)),
    )


def soc2(found: Evidence) -> tuple[Section, ...]:
    """Evidence by criterion of the 2017 Trust Services Criteria; populations to sample from."""
    head = ("Criterion", "Control", "Evidence in this period")
    rows = tuple((code, control, evidence(found)) for code, control, evidence in _CRITERIA)
    return (
        Section("Criteria and evidence", table=Table(head, rows)),
        Section("Population: elevations", table=_population(found)),
        Section("Population: changes of access", table=_changes(found)),
        Section("Population: refusals", table=_refused(found)),
    )


_MEASURES = (
    (
        "Pseudonymisation and encryption",
        "AES-256-SIV under keys of kind, service and day, sealed to a monthly key (HPKE)",
    ),
    (
        "Confidentiality",
        "Opening needs a request with a reason, a policy decision, approval where asked for, and a second factor",
    ),
    ("Integrity", "Every step is a leaf of a signed Merkle log before it takes effect"),
    ("Resilience", "When the record cannot be written, nothing is opened; masking goes on one-way without keys"),
    ("Regular testing", "milkglass audit verify on an export, against a checkpoint kept elsewhere"),
)


def _processing(found: Evidence, service: str, ones: Sequence[Elevation]) -> tuple[str, ...]:
    kinds = sorted({found.title(kind) for one in ones for kind in one.scope.kinds})
    roles = sorted({role for one in ones for role in one.roles})
    reasons = list(dict.fromkeys(found.reasons[one.request] for one in ones if one.request in found.reasons))
    more = [f"and {len(reasons) - _MOST_PURPOSES} more"] if len(reasons) > _MOST_PURPOSES else []
    opened = sum(one.values_opened for one in ones)
    return (
        service,
        ", ".join(kinds),
        ", ".join(roles),
        str(opened),
        "\n".join([*(f"\u2022 {reason}" for reason in reasons[:_MOST_PURPOSES]), *more]) or "none",
    )


def _access(found: Evidence) -> tuple[tuple[str, str], ...]:
    outcomes = Counter(one.outcome for one in found.elevations)
    denied = outcomes[Outcome.DENIED]
    return (
        ("Requests", str(len(found.elevations))),
        ("Denied by policy or a reviewer", str(denied)),
        ("Grants issued", str(found.count(_T.GRANT_ISSUE))),
        ("Glass broken in an emergency", str(found.count(_T.GRANT_BREAK_GLASS))),
        ("Grants ended before their time", str(found.count(_T.GRANT_REVOKE, _T.GRANT_RETURN, _T.GRANT_END))),
        ("Reveals answered", str(found.count(_T.REVEAL_RESULT))),
        ("Values opened", str(sum(one.values_opened for one in found.elevations))),
        ("Reveals without a result", str(sum(one.possibly_disclosed for one in found.elevations))),
        ("Second factors refused", str(found.count(_T.STEPUP_REFUSE, out=None))),
        ("Factors locked", str(found.count(_T.FACTOR_LOCK, out=None))),
        ("Searches by value", str(found.count(_T.SEARCH_INTENT))),
        ("Exports of the record", str(found.count(_T.AUDIT_EXPORT))),
    )


def _by_person(found: Evidence) -> Table:
    people: dict[str, list[Elevation]] = {}
    for one in found.elevations:
        if one.reveals:
            people.setdefault(one.who, []).append(one)
    rows = tuple(
        (
            who,
            str(len(ones)),
            str(sum(one.values_opened for one in ones)),
            ", ".join(sorted({found.title(kind) for one in ones for kind in one.values})),
        )
        for who, ones in sorted(people.items())
    )
    return Table(("Person", "Elevations", "Values", "Kinds"), rows, "Nobody opened a value in this period.")


def _refused(found: Evidence) -> Table:
    counts = Counter((entry.type.value, entry.why or "") for entry in found.entries if entry.out is not Out.OK)
    rows = tuple((step, why, str(count)) for (step, why), count in sorted(counts.items()))
    return Table(("Step", "Why", "Times"), rows, "Nothing was refused in this period.")


_CHANGES = frozenset(
    {
        _T.ACCOUNT_ADD,
        _T.ACCOUNT_CHANGE,
        _T.FACTOR_ENROL,
        _T.ONCALL_CHANGE,
        _T.POLICY_LOAD,
        _T.KEYS_CREATE,
        _T.KEYS_IMPORT,
        _T.KEYS_SHRED,
        _T.ERASE_DONE,
    }
)


def _changes(found: Evidence) -> Table:
    chosen = [entry for entry in found.entries if entry.type in _CHANGES]
    rows = tuple(
        (_minute(entry.t), entry.type.value, entry.actor.sub, _short(entry.about), str(entry.n)) for entry in chosen
    )
    return Table(("When (UTC)", "What", "By", "About", "Entry"), rows, "No changes in this period.")


def _population(found: Evidence) -> Table:
    rows = tuple(
        (
            one.request,
            one.who,
            _minute(one.asked_at),
            (one.rung or "").replace("_", " "),
            _approved(one),
            one.outcome.value.replace("_", " "),
            str(one.values_opened),
        )
        for one in found.elevations
    )
    return Table(("Request", "Who", "Asked (UTC)", "Rung", "Approved by", "Outcome", "Values"), rows, "No elevations.")


def _approved(one: Elevation) -> str:
    return ", ".join(one.approved_by) or ("policy" if one.rung == Rung.AUTOMATIC and one.grant else "nobody")


def _two_factor(found: Evidence) -> str:
    return f"{found.count(_T.STEPUP_OK)} accepted, {found.count(_T.STEPUP_REFUSE, out=None)} refused"


def _approvals(found: Evidence) -> str:
    return f"{found.count(_T.REVIEW_APPROVE)} approvals, {found.count(_T.REVIEW_DENY)} denials"


def _accounts(found: Evidence) -> str:
    return f"{found.count(_T.ACCOUNT_ADD)} accounts made, {found.count(_T.ACCOUNT_CHANGE)} changed"


def _opened(found: Evidence) -> str:
    lost = sum(one.possibly_disclosed for one in found.elevations)
    return f"{found.count(_T.REVEAL_RESULT)} reveals on the record before the answer; begun without a result: {lost}"


def _detected(found: Evidence) -> str:
    denied = sum(entry.out is not Out.OK for entry in found.entries)
    return f"{len(found.entries)} entries, {denied} of them refusals"


def _incidents(found: Evidence) -> str:
    return f"{found.count(_T.INCIDENT_OPEN)} opened, {found.count(_T.INCIDENT_RESOLVE)} resolved"


def _policies(found: Evidence) -> str:
    return f"{found.count(_T.POLICY_LOAD)} loaded, each named by its hash"


def _erased(found: Evidence) -> str:
    return f"persons erased: {found.count(_T.ERASE_DONE)}; keys destroyed: {found.count(_T.KEYS_SHRED)}"


_CRITERIA: tuple[tuple[str, str, Callable[[Evidence], str]], ...] = (
    ("CC6.1", "Personal data in logs is sealed; values open only under a grant", _opened),
    ("CC6.2", "Accounts are made and changed on the record", _accounts),
    ("CC6.3", "Access is asked for, approved by others, limited in scope and time", _approvals),
    ("CC6.6", "A second factor before values open", _two_factor),
    ("CC7.2", "Every step and refusal is recorded in a signed log", _detected),
    ("CC7.4", "Elevated access is bound to incidents", _incidents),
    ("CC8.1", "The policy that decides is versioned", _policies),
    ("C1.2", "Confidential data is destroyed", _erased),
)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _short(text: str | None) -> str:
    """Hashes are cut: they are in the entry."""
    return "" if text is None else text if len(text) <= 40 else f"{text[:12]}..."  # noqa: PLR2004 - a line
