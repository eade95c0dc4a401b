"""``milkglass dev fake-slack``: a Slack of one page on this machine, so that approving in chat can be tried without Slack."""

from __future__ import annotations

import rich_click as click

from milkglass.cli.words import say


@click.command("fake-slack")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8766, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--answers-to", default="http://127.0.0.1:8765/v1/slack", show_default=True, help="Where presses are sent."
)
@click.option(
    "--signing-secret",
    default="fake-slack-signing-secret",
    show_default=True,
    help="Signs what is sent over HTTP; anything, as this is no Slack.",
)
def command(port: int, answers_to: str, signing_secret: str) -> None:
    """Run a fake Slack; its page shows the messages, with buttons to press as anybody.

    Presses go over the socket when a server is connected by Socket Mode, else signed to --answers-to.
    """
    from milkglass.cli.dev.slack_server import FakeSlack

    with FakeSlack(port, answers_to, signing_secret) as slack:
        say(f"fake Slack at {slack.url} (api_url: {slack.url}/api/); end with Ctrl-C")
        slack.serve()
