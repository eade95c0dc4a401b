"""Reports about one person: GDPR Art. 15, HIPAA 164.528, CCPA. From a `Statement`; staff is named only when it says so. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milkglass.audit.report.page import Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE = "Nobody opened a value of this person in this period."


def gdpr_15(told: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Section, ...]:
    """Access by the data subject: what was disclosed, to whom, when and why, and the person's rights."""
    facts = (
        ("Searched for by", _kinds(told["asked"], titles)),
        ("Disclosures", str(len(told["disclosures"]))),
        ("Kinds disclosed", _kinds(_total(told), titles) or "none"),
        ("Recipients", ", ".join(sorted({_who(one) for one in told["disclosures"]})) or "none"),
    )
    names = (
        "Recipients are named."
        if told["names"]
        else "Recipients are given as roles. The names of employees who acted under instruction are not part of the right of"
        " access unless they are needed to exercise other rights (Court of Justice, C-579/21)."
    )
    return (
        Section(
            "In short",
            (
                (
                    "Values of these kinds in the logs of our services are stored sealed. A member of staff can open one only under"
                    " a time-limited grant with a stated reason, and each opening is recorded. This is the record for you."
                ),
            ),
            facts,
        ),
        Section("Who saw your data", (names,), table=_disclosures(told, titles)),
        Section("Searches in this record", table=_searches(told)),
        *_notes(told),
        Section(
            "How long this is kept",
            (
                (
                    "Sealed values can be opened until the key of their month is destroyed. The record of disclosures is kept for"
                    " six years, without the values themselves."
                ),
            ),
        ),
        Section(
            "Your rights",
            (
                (
                    "You may ask for rectification, erasure or restriction of your data, or object to its processing, and you may"
                    " lodge a complaint with a supervisory authority (Art. 15(1)(e) and (f))."
                ),
            ),
        ),
    )


def hipaa_528(told: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Section, ...]:
    """Accounting of disclosures: date, recipient, what, purpose."""
    return (
        Section(
            "Accounting of disclosures",
            (
                (
                    "Each row is one opening of sealed values of the individual: its date, who received them, a brief description"
                    " of the information, and the purpose (45 CFR 164.528(b)(2))."
                ),
                (
                    "Openings for treatment, payment and health care operations need no accounting, and use inside the entity is"
                    " not a disclosure; they are listed all the same, so this account holds more than the rule asks for."
                ),
            ),
            table=_disclosures(told, titles),
        ),
        *_notes(told),
    )


def ccpa(told: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Section, ...]:
    """Right to know: categories of personal information, of recipients, and purposes."""
    rows = []
    for kind, count in sorted(_total(told).items()):
        of_kind = [one for one in told["disclosures"] if kind in one["kinds"]]
        recipients = ", ".join(sorted({role for one in of_kind for role in one["recipient"]["roles"]}))
        rows.append((titles.get(kind, kind), str(count), recipients, f"{of_kind[-1]['at'][:10]}"))
    head = ("Category of personal information", "Values opened", "Category of recipient", "Last opened")
    return (
        Section(
            "Categories disclosed",
            (
                "Collected from: the use of our services, as written in their logs. None of it is sold or shared for advertising by this system.",
            ),
            table=Table(head, tuple(rows), _NONE),
        ),
        Section("Specific purposes", table=_disclosures(told, titles)),
        *_notes(told),
    )


def _disclosures(told: Mapping[str, Any], titles: Mapping[str, str]) -> Table:
    head = ("Date (UTC)", "Recipient", "What", "Service", "Purpose", "Approval")
    rows = tuple(
        (
            f"{one['at'][:10]} {one['at'][11:16]}",
            _who(one),
            _kinds(one["kinds"], titles),
            ", ".join(one["services"]),
            one["why"] or "the words are not kept any more",
            _approval(one),
        )
        for one in told["disclosures"]
    )
    return Table(head, rows, _NONE)


def _approval(one: Mapping[str, Any]) -> str:
    if not one["approvals"]:
        return "policy" if one["rung"] == "automatic" else "nobody"
    return ", ".join(one.get("approved_by", ())) or f"{one['approvals']}\u00a0reviewer{'s' * (one['approvals'] != 1)}"


def _searches(told: Mapping[str, Any]) -> Table:
    rows = tuple(
        (f"{one['at'][:10]} {one['at'][11:16]}", _who(one), one["why"] or "the words are not kept any more")
        for one in told["searches"]
    )
    return Table(("Date (UTC)", "By", "Purpose"), rows, "None.")


def _notes(told: Mapping[str, Any]) -> tuple[Section, ...]:
    texts = []
    if told["erased_at"]:
        texts.append(f"The person was erased on {told['erased_at'][:10]}; no value of theirs has opened since.")
    if count := told["unfinished_reveals"]:
        texts.append(
            f"{count} openings in the whole log began and have no recorded result, after a failure. No answer left the server"
            " without a recorded result by design; whose values they touched is not known."
        )
    return (Section("To be noted", tuple(texts)),) if texts else ()


def _total(told: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in told["disclosures"]:
        for kind, count in one["kinds"].items():
            found[kind] = found.get(kind, 0) + count
    return found


def _kinds(kinds: Mapping[str, int], titles: Mapping[str, str]) -> str:
    return ", ".join(f"{titles.get(kind, kind)} ({count})" for kind, count in sorted(kinds.items()))


def _who(one: Mapping[str, Any]) -> str:
    recipient = one["recipient"]
    roles = ", ".join(recipient["roles"]) or "no role"
    return f"{recipient['name']} ({roles})" if "name" in recipient else roles
