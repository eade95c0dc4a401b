"""The table of commands. A command's file loads when the command is called, or when help lists it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import rich_click as click
from click.exceptions import NoSuchCommand

from milkglass.cli import exits
from milkglass.cli.env import Env
from milkglass.errors import MilkglassError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "mask": "mask",
    "detect": "detect",
    "kinds": "kinds",
    "rules": "rules",
    "reveal": "reveal",
    "login": "login",
    "logout": "logout",
    "whoami": "whoami",
    "password": "password",
    "totp": "totp",
    "preview": "preview",
    "request": "request",
    "requests": "requests",
    "review": "review",
    "withdraw": "withdraw",
    "step-up": "step_up",
    "grants": "grants",
    "return": "give_back",
    "revoke": "revoke",
    "incident": "incident",
    "on-call": "on_call",
    "account": "account",
    "policy": "policy",
    "audit": "audit",
    "erase": "erase",
    "erasures": "erasures",
    "keys": "keys",
    "init": "init",
    "serve": "serve",
    "demo": "demo",
}
"""Name of each command and the file it stands in, in the order of the help; its function is called ``command``."""


_GROUPS: Final[list[dict[str, Any]]] = [
    {"name": "Logs", "commands": ["mask", "detect", "kinds", "rules", "reveal"]},
    {"name": "You", "commands": ["login", "logout", "whoami", "password", "totp"]},
    {"name": "Access", "commands": ["preview", "request", "requests", "review", "withdraw", "step-up"]},
    {"name": "Grants", "commands": ["grants", "return", "revoke"]},
    {
        "name": "Context and record",
        "commands": ["incident", "on-call", "account", "policy", "audit", "erase", "erasures"],
    },
    {"name": "Server", "commands": ["keys", "init", "serve", "demo"]},
]


class _Commands(click.RichGroup):
    """Finds commands in the table; a reader that went away ends a command quietly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"milkglass.cli.{COMMANDS[cmd_name]}").command
        return found

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.config.command_groups = {ctx.command_path: _GROUPS}  # here, because the decorator for it loads rich
        super().format_help(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:  # click suggests from what has been loaded, which is nothing
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return exits.DONE


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="milkglass", message="milkglass %(version)s")
def root() -> None:
    """Masks personal data in logs before they are written, and opens it just in time, on the record."""


def run(arguments: Sequence[str], env: Env | None = None) -> int:
    """Run one command; its exit code. Words about errors are on stderr when it returns."""
    as_json = "--json" in arguments
    try:
        code = root.main(list(arguments), prog_name="milkglass", standalone_mode=False, obj=env or Env())
    except click.Abort:
        return exits.INTERRUPTED
    except click.ClickException as error:
        exits.tell(exits.of_the_call(error), as_json=as_json)
        return exits.USAGE
    except MilkglassError as error:
        exits.tell(error, as_json=as_json)
        return exits.exit_code(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, its message must not leave
        exits.tell(exits.as_ours(error), as_json=as_json)
        return exits.ERROR
    return code if isinstance(code, int) else exits.DONE
