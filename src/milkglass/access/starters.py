"""Policies to begin with, in ``policies/``; ``starter.cedar`` is what a new server has."""

from __future__ import annotations

from importlib import resources

from milkglass.errors import UsageError

STARTERS = {
    "team": "a small team: on call in an incident by oneself, else one or two others",
    "solo": "one person and a second who agrees afterwards: everything is a broken glass",
    "strict": "nobody by oneself; one other for low-risk kinds, two for the rest",
    "regulated": "business hours, an incident or ticket always, two others, half an hour, a hundred values",
    "break-glass": "the strict policy, and a broken glass for who is on call",
}
"""Name of each, and whom it is for."""

_FILES = {"team": "starter.cedar"}


def starter_text(name: str) -> str:
    """The text of a policy to begin with.

    Raises:
        UsageError: if there is none of this name.
    """
    if name not in STARTERS:
        raise UsageError("there is no such policy to begin with", hint=f"there are {', '.join(STARTERS)}")
    file = _FILES.get(name, f"{name}.cedar")
    return resources.files("milkglass.access").joinpath("policies", file).read_text(encoding="utf-8")
