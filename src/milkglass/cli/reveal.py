"""``milkglass reveal``: flow two of ``ARCHITECTURE.md``, the side of the person who asks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import rich_click as click

from milkglass.cli import exits
from milkglass.cli.env import Env, pass_env
from milkglass.cli.pipe import files, names, opened, pieces, write
from milkglass.cli.words import clean, say
from milkglass.errors import DeniedError, MilkglassError, StepUpError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.cli.opening import Lookup
    from milkglass.client import Client


@click.command("reveal")
@click.option("-g", "--grant", "grant_id", help="Grant to open under. Default: the one of yours that is open.")
@files
@pass_env
def command(env: Env, *, grant_id: str | None, files: Sequence[str]) -> int:
    """Open the sealed values in FILEs or stdin; every other byte stays.

    Lines always pass: what does not open stays as it is, and stderr says why. Equal values are asked for once.
    """
    from milkglass.cli.opening import Opening

    with ExitStack() as stack:
        lookup = _lookup(env, grant_id, stack)
        for name in names(files):
            opening = Opening(lookup.open)
            with opened(name) as source:
                for piece in pieces(source):
                    write(opening.feed(piece))
            write(opening.finish())
    return _tell(lookup)


def _lookup(env: Env, given: str | None, stack: ExitStack) -> Lookup:
    """What opens values. Without a session or a grant it opens none."""
    from milkglass.cli.opening import Lookup

    try:
        client = stack.enter_context(env.client())
        return Lookup(client, given or _open_grant(client), env.clock)
    except UsageError:
        raise
    except MilkglassError as error:
        return Lookup(None, "", env.clock, refusal=error)


def _open_grant(client: Client) -> str:
    """The one grant of the caller that is open.

    Raises:
        UsageError: if there are several.
        StepUpError: if there is one that waits for the second factor.
        DeniedError: if there is none.
    """
    me = client.get("me")["name"]
    mine = [grant for grant in client.get("grants") if grant["holder"] == me and grant["state"] != "ended"]
    ready = [grant for grant in mine if grant["state"] == "open"]
    if len(ready) > 1:
        raise UsageError(
            "several grants of yours are open", hint="say which with --grant; `milkglass grants` lists them"
        )
    if ready:
        return str(ready[0]["id"])
    if mine:
        raise StepUpError(
            "a grant of yours waits for its second factor", hint=f"milkglass step-up {clean(mine[0]['id'])}"
        )
    raise DeniedError("no grant of yours is open", hint="ask for one with `milkglass request`")


def _tell(lookup: Lookup) -> int:
    """The summary on stderr, and the exit code."""
    sealed = sum(lookup.sealed.values())
    say(f"opened {lookup.opened}, still sealed {sealed}")
    for code, count in sorted(lookup.sealed.items()):
        say(f"  {count}  {_REASONS.get(code, clean(code))}")
    if lookup.refusal is None:
        return exits.DONE
    exits.tell(lookup.refusal, as_json=False)
    return exits.exit_code(lookup.refusal)


_REASONS = {
    "access.credential": "credentials never open",
    "access.one_way": "masked one-way, nothing opens them",
    "access.scope.kind": "of a kind that the grant does not cover",
    "access.scope.service": "of a service that the grant does not cover",
    "access.scope.day": "of a day that the grant does not cover",
    "keys.unknown": "the server has no keyring row for them: run `milkglass keys push` where they were masked",
    "usage.too_large": "too large to ask for",
}
