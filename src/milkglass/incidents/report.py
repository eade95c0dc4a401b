"""What a source says about one of its incidents, before anything is believed, and a delivery of several such words. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from milkglass.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.incidents.settings import SourceSettings

_KEY_CHARACTERS = 200
_TITLE_CHARACTERS = 200
_URL_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Hand:
    """Who made the source say this: a machine, an account that is known here, or a person who is not."""

    is_person: bool = False
    account: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether it was a person, and nobody can say which."""
        return self.is_person and self.account is None


@dataclass(frozen=True, slots=True)
class Report:
    """One incident, as a source sees it.

    Args:
        key: The source's own id of it.
        at: When the source says this was so.
        is_open: Whether it is going on.
        title: Free text, never printed.
        severity: 1 (worst) to 5.
        services: Ours.
        hand: Who is behind this word.
        url: Where people read about it; empty if nowhere.
    """

    key: str
    at: datetime
    is_open: bool
    title: str = field(repr=False)
    severity: int
    services: frozenset[str]
    hand: Hand = field(default_factory=Hand)
    url: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= _KEY_CHARACTERS or not self.key.isprintable():
            raise FormatError("an incident of the source has no usable id")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one call of a source brought: an id under which it is taken once, and its reports."""

    id: str
    reports: tuple[Report, ...]


def hand_of(settings: SourceSettings, person: object) -> Hand:
    """The hand of a person, by the id that the source gives them."""
    return Hand(is_person=True, account=settings.people.get(person) if isinstance(person, str) else None)


def title_of(text: object) -> str:
    """A title of one printable line that is not too long."""
    words = " ".join(str(text or "").split())
    shown = "".join(char for char in words if char.isprintable())
    return shown[:_TITLE_CHARACTERS] or "untitled"


def url_of(text: object) -> str:
    """A web address that is safe to show, or nothing."""
    url = text if isinstance(text, str) else ""
    is_good = url.startswith("https://") and url.isprintable() and len(url) <= _URL_CHARACTERS and " " not in url
    return url if is_good else ""


def moment_of(text: object) -> datetime:
    """A time with a zone.

    Raises:
        FormatError: if it is not one.
    """
    try:
        moment = datetime.fromisoformat(str(text))
        if moment.tzinfo is None:
            raise FormatError("a time of the source has no zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FormatError("a time of the source is not one") from None


def texts_in(value: object) -> list[str]:
    """The texts in a list; nothing if it is none."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def part(of: Mapping[str, Any], *path: str) -> Any:
    """What stands at a path of keys, or None where there is nothing."""
    found: Any = of
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found
