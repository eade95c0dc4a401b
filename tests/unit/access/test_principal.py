"""Names are compared so that two spellings are one person."""

from __future__ import annotations

import pytest

from milkglass.access.principal import Principal, Role, is_among, is_same_person, person_key
from milkglass.errors import UsageError


@pytest.mark.parametrize(
    "spelling",
    ["bo", "Bo", " BO ", "\uff22\uff4f", "b\u200bo", "b\u00ado", "\ufeffbo", "bo\u2060"],
)
def test_spellings_of_one_name_are_one_person(spelling: str) -> None:
    """Case, width, invisible characters and outer space make nobody a second person."""
    assert is_same_person(spelling, "bo")
    assert is_among(spelling, ["ana", "bo"])


def test_different_names_are_different_people() -> None:
    """Folding does not merge people."""
    assert not is_same_person("bo", "bob")
    assert not is_among("bo", [])


@pytest.mark.parametrize("name", ["\u017fam", "SAM", "\u212aai", "stra\u00dfe", "\ufb01ona", "\u1e9ean"])
def test_the_compared_form_of_a_name_is_stable(name: str) -> None:
    """Folding twice gives what folding once gives, else a stored key would differ from a computed one."""
    assert person_key(person_key(name)) == person_key(name)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u00ad\u2060"])
def test_a_name_without_a_visible_character_is_refused(name: str) -> None:
    """Nobody is called nothing."""
    with pytest.raises(UsageError):
        Principal(name, frozenset())


def test_an_unknown_role_is_refused() -> None:
    """A misspelt role is an error, not a role that no rule mentions; the text of the role is not repeated."""
    with pytest.raises(UsageError) as caught:
        Principal("ana", frozenset({"superuser"}))  # type: ignore[arg-type]  # hostile input
    assert "superuser" not in caught.value.message


def test_roles_given_as_text_become_roles() -> None:
    """What a database row holds is turned into the enumeration, once."""
    ana = Principal("ana", frozenset({"engineer"}))  # type: ignore[arg-type]  # as read from a row
    assert ana.has_any(Role.ENGINEER)
    assert not ana.has_any(Role.ADMIN, Role.SECURITY)
