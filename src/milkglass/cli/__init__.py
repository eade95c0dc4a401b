"""The command line. ``main`` is the entry point; each command stands in its own file and loads when it is called."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; the codes are those of ``docs/reference/cli.md``.

    Args:
        arguments: What stands behind the program's name; that of this process if not given.
    """
    try:
        from milkglass.cli.app import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "milkglass":
            raise
        sys.stderr.write(f"milkglass: {error.name} is not installed\n  pip install 'milkglass[cli]'\n")
        sys.exit(1)
    _print_anything()
    code = run(sys.argv[1:] if arguments is None else list(arguments))
    _flush_or_forget()
    sys.exit(code)


def _print_anything() -> None:
    """Words that the locale cannot write come out escaped; bytes of logs do not pass here."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush_or_forget() -> None:
    """Write what is left; whoever read it may be gone, and that is no error."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
