"""What ``preview`` and ``request`` ask for: the same options, the same body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.times import parse_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_OPTIONS = (
    click.option("-s", "--service", "services", multiple=True, required=True, help="Service whose logs; repeatable."),
    click.option("-k", "--kind", "kinds", multiple=True, required=True, help="Kind to open; repeatable."),
    click.option("--from", "log_from", default="1h", show_default=True, help="Log time from: RFC 3339, or 2h ago."),
    click.option("--to", "log_to", default="now", show_default=True, help="Log time up to."),
    click.option("--minutes", type=click.IntRange(1, 720), default=30, show_default=True, help="How long it opens."),
    click.option("--incident", help="Incident it is for; access ends with it."),
    click.option("--reason", required=True, help="Why, for the reviewers and the record."),
    click.option("--break-glass", is_flag=True, help="Emergency: open at once, loudly; others look at it afterwards."),
)


def wish_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def wish_body(now: datetime, wish: dict[str, Any]) -> dict[str, Any]:
    """The options as the body of a request.

    Raises:
        UsageError: if a time does not fit.
    """
    body = {
        "services": list(wish["services"]),
        "kinds": list(wish["kinds"]),
        "from": parse_moment(wish["log_from"], now),
        "to": parse_moment(wish["log_to"], now),
        "minutes": wish["minutes"],
        "reason": wish["reason"],
    }
    if wish["break_glass"]:
        body["break_glass"] = True
    return body if wish["incident"] is None else body | {"incident": wish["incident"]}
