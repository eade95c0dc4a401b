"""``milkglass chat``: link your user in Slack to your account."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import as_json, clean, put, put_json, say


@click.group("chat")
def command() -> None:
    """Your user in chat: link it, so that you can answer requests there."""


@command.command("link")
@as_json
@pass_env
def link(env: Env, *, as_json: bool) -> None:
    """Make a code to send from chat; it holds for ten minutes."""
    with env.client() as client:
        made = client.post("me", "chat")
    if as_json:
        put_json(made)
        return
    put(made["code"])
    say("send it in Slack as `/milkglass link CODE`, then run `milkglass chat show`")


@command.command("show")
@as_json
@pass_env
def show(env: Env, *, as_json: bool) -> None:
    """Show who in chat is linked to your account, and who waits to be confirmed."""
    with env.client() as client:
        chat = client.get("me", "chat")
    if as_json:
        put_json(chat)
        return
    put(f"linked: {clean(chat['linked'] or 'nobody')}")
    if chat["claimed_by"]:
        put(f"sent your code: {clean(chat['claimed_by'])}")
        say("if that is you, run `milkglass chat confirm` with that name")


@command.command("confirm")
@click.argument("person")
@as_json
@pass_env
def confirm(env: Env, person: str, *, as_json: bool) -> None:
    """Confirm that PERSON in chat, who sent your code, is you."""
    with env.client() as client:
        answer = client.post("me", "chat", "confirm", json={"person": person})
    if as_json:
        put_json(answer)
    else:
        say(f"{clean(answer['linked'])} in chat is you now")


@command.command("unlink")
@pass_env
def unlink(env: Env) -> None:
    """Nobody in chat is you any more."""
    with env.client() as client:
        client.delete("me", "chat")
    say("nobody in chat is linked to your account")
