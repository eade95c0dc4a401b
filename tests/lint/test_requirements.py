"""``constraints.txt`` is all that ``make build`` installs, so it has to hold what ``pyproject.toml`` asks for.

The engines that ``make accuracy`` measures beside milkglass stand in an environment and a file of their own.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).parent))
from tree import text

_PINNED = re.compile(r"([A-Za-z0-9._-]+)==([0-9][A-Za-z0-9.+!-]*)")


def _pins(path: str = "constraints.txt") -> dict[str, str]:
    lines = [line for line in text(path).splitlines() if line and not line.startswith("#")]
    found = [_PINNED.fullmatch(line) for line in lines]
    assert all(found), "a line is not NAME==VERSION"
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def _asked() -> list[Requirement]:
    project = tomllib.loads(text("pyproject.toml"))
    extras = project["project"]["optional-dependencies"].values()
    groups = [group for name, group in project["dependency-groups"].items() if name != "accuracy"]
    lists = [*extras, *groups, project["build-system"]["requires"]]
    return [Requirement(line) for lines in lists for line in lines if not line.startswith("milkglass[")]


def test_what_is_asked_for_is_pinned() -> None:
    """Each requirement has its pin, and the pin is a version that was asked for."""
    pins = _pins()
    wrong = [
        str(asked) for asked in _asked() if not asked.specifier.contains(pins.get(canonicalize_name(asked.name), "0"))
    ]
    assert wrong == []


def test_engines_to_measure_are_pinned() -> None:
    """Each engine of the accuracy group has its pin in ``accuracy/constraints.txt``, and none of ours."""
    pins, asked = (
        _pins("accuracy/constraints.txt"),
        tomllib.loads(text("pyproject.toml"))["dependency-groups"]["accuracy"],
    )
    wrong = [
        line
        for line in asked
        if not Requirement(line).specifier.contains(pins.get(canonicalize_name(Requirement(line).name), "0"))
    ]
    assert wrong == []
    assert not {canonicalize_name(Requirement(line).name) for line in asked} & set(_pins())


def test_what_is_pinned_is_installed() -> None:
    """The tests run with these versions, not with others that happened to be there."""
    assert {name: metadata.version(name) for name in _pins()} == _pins()


def test_the_package_itself_needs_nothing() -> None:
    """The masking plane has no dependency: there is no list of dependencies outside the extras."""
    assert tomllib.loads(text("pyproject.toml"))["project"].get("dependencies", []) == []
