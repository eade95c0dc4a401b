"""Secrets come from a terminal without echo, or from stdin when that was said; never from an argument or the environment."""

from __future__ import annotations

import sys

import rich_click as click

from milkglass.errors import UsageError

password_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from stdin, one line.")


def ask_password(label: str = "Password", *, from_stdin: bool, twice: bool = False) -> str:
    """A password.

    Args:
        label: What to call it.
        from_stdin: Read one line of stdin.
        twice: Ask a person twice.

    Raises:
        UsageError: if there is nobody to ask.
    """
    if from_stdin:
        return line_of_stdin()
    _need_terminal("--password-stdin reads the password from stdin")
    text: str = click.prompt(label, hide_input=True, confirmation_prompt=twice, err=True)
    return text


def ask_code(given: str | None) -> str:
    """A one-time code: as given, or from stdin for ``-``, or asked for.

    Raises:
        UsageError: if there is nobody to ask.
    """
    if given == "-":
        return line_of_stdin()
    if given is not None:
        return given
    _need_terminal("give the code behind the command, or - to read it from stdin")
    text: str = click.prompt("Code", err=True)
    return text


def is_terminal() -> bool:
    """Whether there is a person at stdin."""
    return sys.stdin is not None and sys.stdin.isatty()


def line_of_stdin() -> str:
    """One line of stdin without its end.

    Raises:
        UsageError: if there is none.
    """
    line = sys.stdin.readline()
    if not line:
        raise UsageError("stdin has ended")
    return line.rstrip("\r\n")


def _need_terminal(hint: str) -> None:
    if not is_terminal():
        raise UsageError("there is no terminal to ask at", hint=hint)
