"""What the operator says about a source of incidents, and how its words become ours. Pure: read from ``context.yaml`` elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from milkglass.incidents.incident import LEAST_SEVERITY

if TYPE_CHECKING:
    from collections.abc import Iterable

SERVICE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
_LEVEL: Final = re.compile(r"(?:sev(?:erity)?|p(?:rio(?:rity)?)?|s)?[ :_-]*([1-5])", re.ASCII | re.IGNORECASE)
_WORDS: Final = {
    "critical": 2,
    "page": 2,
    "major": 2,
    "highest": 2,
    "high": 3,
    "error": 3,
    "medium": 4,
    "minor": 4,
    "warning": 4,
    "low": 5,
    "info": 5,
}
"""No word stands for the worst severity: an operator says so, or the source counts from 1 to 5."""

_Service = Annotated[str, Field(pattern=rf"^{SERVICE.pattern}$")]
_Severity = Annotated[int, Field(ge=1, le=5)]


class SourceSettings(BaseModel):
    """One source, as written.

    Args:
        kind: Which program sends.
        secret_file: File with what it signs with; several lines while a secret is changed.
        api_token_file: File with a read-only token, to ask the source itself when a grant is used (PagerDuty).
        api_url: Where to ask.
        services: Their names of services, each with ours.
        people: Their ids of people, each with the account here.
        severities: Their words for severities, each with 1 (worst) to 5.
        grace_minutes: How long grants go on after the incident is resolved.
        fresh_minutes: How long its last word counts; after that nothing opens without a person.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    kind: Literal["pagerduty", "alertmanager", "incident_io", "github", "jira", "standard"]
    secret_file: str
    api_token_file: str | None = None
    api_url: str = Field(default="https://api.pagerduty.com", pattern=r"https?://[^\s/@?#]+(/[^\s@?#]*)?")
    services: dict[str, list[_Service]] = Field(default_factory=dict)
    people: dict[str, str] = Field(default_factory=dict)
    severities: dict[str, _Severity] = Field(default_factory=dict)
    grace_minutes: int = Field(default=10, ge=0, le=60)
    fresh_minutes: int = Field(default=240, ge=1, le=1440)

    @property
    def grace(self) -> timedelta:
        """How long grants go on after the incident is resolved."""
        return timedelta(minutes=self.grace_minutes)

    @property
    def fresh_for(self) -> timedelta:
        """How long the source's last word counts."""
        return timedelta(minutes=self.fresh_minutes)

    def services_of(self, names: Iterable[str], *, as_written: bool = True) -> frozenset[str]:
        """Our services for theirs. A name that is not mapped stands for itself if it could be one of ours.

        Args:
            names: As the source writes them.
            as_written: False for sources whose names are ids or free words: only what is mapped counts.
        """
        found: set[str] = set()
        for name in names:
            mapped = self.services.get(name)
            if mapped is not None:
                found |= set(mapped)
            elif as_written and SERVICE.fullmatch(name):
                found.add(name)
        return frozenset(found)

    def severity_of(self, *words: object) -> int:
        """Of the first word that says something; the least if none does."""
        for word in words:
            if not isinstance(word, str):
                continue
            level = _LEVEL.fullmatch(word.strip())
            found = self.severities.get(word) or (int(level[1]) if level else _WORDS.get(word.strip().lower()))
            if found:
                return found
        return LEAST_SEVERITY


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is ready: its name in the address of its webhook, its settings, its secrets."""

    name: str
    settings: SourceSettings
    secrets: tuple[str, ...] = field(repr=False)
    api_token: str | None = field(default=None, repr=False)
