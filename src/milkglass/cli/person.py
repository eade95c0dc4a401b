"""Options that say who a person is: shared by the commands that look for somebody or put somebody beyond reach."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.asking import is_terminal, line_of_stdin
from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KINDS = ("email", "phone", "name", "ip")


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--email``, ``--phone``, ``--name``, ``--ip``, ``--id KIND=VALUE``, each as often as needed; ``-`` asks for the value."""
    told = {
        "email": "E-mail address; upper and lower case are one.",
        "phone": "Phone number, with + and country; give the national form too if logs have it.",
        "name": "Name as it stands in logs; give every spelling.",
        "ip": "IPv4 or IPv6 address, in any spelling.",
    }
    command = click.option("--id", "by_id", multiple=True, metavar="KIND=VALUE", help="Value of another kind.")(command)
    for kind in reversed(_KINDS):
        command = click.option(f"--{kind}", f"by_{kind}", multiple=True, metavar="VALUE", help=told[kind])(command)
    return command


def identifiers(given: dict[str, Any]) -> list[dict[str, str]]:
    """What was given, as the API takes it; takes its own options out of ``given``.

    A value ``-`` is asked for without echo, or read from stdin, one line each: it stands in no shell history then.

    Raises:
        UsageError: if nothing was given, or there is nobody to ask.
    """
    pairs = [(kind, value) for kind in _KINDS for value in given.pop(f"by_{kind}")]
    pairs += map(_split, given.pop("by_id"))
    if not pairs:
        raise UsageError("nothing says who the person is", hint="give --email, --phone, --name, --ip or --id")
    return [{"kind": kind, "value": _value(kind, value)} for kind, value in pairs]


def count(found: Iterable[tuple[str, int]]) -> str:
    """Kinds with their numbers: ``email 2, phone 1``."""
    return ", ".join(f"{kind} {number}" for kind, number in found)


def _split(text: str) -> tuple[str, str]:
    kind, is_there, value = text.partition("=")
    if not is_there:
        raise UsageError("--id takes a kind and a value", hint="as --id us_ssn=-")
    return kind, value


def _value(kind: str, given: str) -> str:
    if given != "-":
        return given
    if not is_terminal():
        return line_of_stdin()
    text: str = click.prompt(kind, hide_input=True, err=True)
    return text


def write_text(path: str | None, text: str) -> None:
    """To a file that only its owner may read, or to stdout."""
    if path is None:
        sys.stdout.write(text)
        return
    from pathlib import Path

    from milkglass.masking.durable import replace

    replace(Path(path), text.encode(), mode=0o600)
