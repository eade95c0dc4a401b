"""``docs/reference/cli.md`` is about the commands that exist. ``python tests/unit/cli/test_reference.py`` writes its tables."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import rich_click

from milkglass.cli import exits
from milkglass.cli.app import COMMANDS, root

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "cli.md"
BEGIN = "<!-- from here on written from the commands themselves: tests/unit/cli/test_reference.py -->\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with all its words."""
    ctx = click.Context(root)
    for name in COMMANDS:
        found = root.get_command(ctx, name)
        assert found is not None
        if isinstance(found, click.Group):
            for inner, command in found.commands.items():
                yield f"{name} {inner}", command
        else:
            yield name, found


def section(name: str, command: click.Command) -> str:
    """What the page says about a command."""
    ctx = click.Context(command, info_name=f"milkglass {name}")
    arguments = [p.make_metavar(ctx) for p in command.params if isinstance(p, click.Argument)]
    title = " ".join(["milkglass", name, *arguments])
    rows = [_row(p, ctx) for p in command.params if isinstance(p, click.Option) and not p.hidden]
    table = ["", "| option | meaning |", "| --- | --- |", *rows] if rows else []
    return "\n".join([f"### `{title}`", "", inspect.cleandoc(command.help or ""), *table, ""])


def _row(option: click.Option, ctx: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len))
    given = "" if option.is_flag else f" {_choices(option, ctx)}"
    notes = [(option.help or "").strip()]
    notes += ["Required."] if option.required else []
    notes += [f"Default: {option.default}."] if option.show_default is True else []
    notes += [f"Environment: `{option.envvar}`."] if option.envvar else []
    return f"| {names}{given} | {' '.join(notes)} |"


def _choices(option: click.Option, ctx: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return " / ".join(option.type.choices)
    return f"{option.make_metavar(ctx)}"


def written() -> str:
    """The part of the page that follows from the commands."""
    return "\n".join(section(name, command) for name, command in commands())


def test_the_page_is_up_to_date() -> None:
    """Each command with its arguments, help and options stands on the page as it is, and nothing else does."""
    assert PAGE.read_text(encoding="utf-8").partition(BEGIN)[2] == written()


def test_the_page_names_every_exit_code() -> None:
    """The table of exit codes is the one in the code."""
    head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    codes = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert {
        int(line.split("|")[1]) for line in head.splitlines() if line.startswith("| ") and line[2].isdigit()
    } == codes


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_every_command_explains_itself(name: str, command: click.Command) -> None:
    """Help is there for each command and option, and ``--help`` answers."""
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option))
    assert command.name == name.rsplit(maxsplit=1)[-1]
    with rich_click.RichContext(command, info_name=name) as ctx:
        assert command.get_help(ctx)


def test_commands_that_print_data_have_json() -> None:
    """Whatever answers with data can answer in JSON."""
    without = {name for name, command in commands() if "as_json" not in {p.name for p in command.params}}
    words_only = {"login", "logout", "password", "totp enrol", "totp confirm", "audit export", "demo", "init", "serve"}
    bytes_only = {"mask", "reveal", "rules schema", "policy starter", "keys init", "keys pair", "keys enrol"}
    assert without == words_only | bytes_only


if __name__ == "__main__":
    PAGE.write_text(PAGE.read_text(encoding="utf-8").partition(BEGIN)[0] + BEGIN + written(), encoding="utf-8")
