"""Exit codes, and errors in words for people or as JSON for programs; both on stderr."""

from __future__ import annotations

import json
import traceback
from typing import Final

import click

from milkglass.errors import IdentityError, MilkglassError, UsageError

DONE: Final = 0
ERROR: Final = 1
USAGE: Final = 2
DENIED: Final = 3
SIGN_IN: Final = 4
ENDED: Final = 5
PENDING: Final = 8
INTERRUPTED: Final = 130
_ENDED_CODES = ("access.state", "access.ended")


def exit_code(error: MilkglassError) -> int:
    """The exit code of an error, by its class and code."""
    if isinstance(error, UsageError):
        return USAGE
    if isinstance(error, IdentityError):
        return SIGN_IN
    if error.code.startswith(_ENDED_CODES):
        return ENDED
    return DENIED if error.code.partition(".")[0] == "access" else ERROR


def tell(error: MilkglassError, *, as_json: bool) -> None:
    """Write an error to stderr."""
    if as_json:
        body = {"code": error.code, "message": error.message, "hint": error.hint}
        click.echo(json.dumps({"error": body}), err=True)
        return
    click.echo(f"milkglass: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)


def of_the_call(error: click.ClickException) -> UsageError:
    """An error of options and arguments as one of ours."""
    ctx = getattr(error, "ctx", None)
    hint = f"{ctx.command_path} --help" if ctx is not None else "milkglass --help"
    message = error.format_message()
    return UsageError(message[:1].lower() + message[1:].rstrip("."), hint=hint)


def as_ours(error: Exception) -> MilkglassError:
    """An error of the system or a defect as one of ours: class and place only, because a message may quote a value."""
    if isinstance(error, OSError):
        where = f" at {error.filename}" if isinstance(error.filename, str) else ""
        return MilkglassError(f"the system refused{where}: {error.strerror or type(error).__name__}")
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    return MilkglassError(f"a defect: {type(error).__name__} at {place}", hint="please report it with this line")
