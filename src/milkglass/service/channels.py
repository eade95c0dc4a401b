"""Make the channels that ``context.yaml`` names, with the secrets of their files."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from slack_sdk.socket_mode import SocketModeClient

from milkglass.errors import UsageError
from milkglass.notify.addresses import Poster, PublicOnly
from milkglass.notify.channels.email import EmailChannel, MailServer
from milkglass.notify.channels.slack import SlackChannel, make_client
from milkglass.notify.channels.teams import TeamsChannel
from milkglass.notify.channels.webhook import WebhookChannel
from milkglass.service.secrets import is_standard, read_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from milkglass.notify.channel import Channel
    from milkglass.notify.settings import EmailSettings, NotifySettings, SlackSettings, TeamsSettings, WebhookSettings

_LOCAL = {"localhost", "127.0.0.1", "::1"}


def make_channels(folder: Path, settings: NotifySettings) -> dict[str, Channel]:
    """Every channel, by name.

    Raises:
        UsageError: if a file of secrets is missing, or holds something else.
    """
    made: dict[str, Channel] = {
        f"webhook:{name}": _webhook(folder, name, one) for name, one in settings.webhooks.items()
    }
    if settings.email is not None:
        made["email"] = _email(folder, settings.email)
    if settings.slack is not None:
        made["slack"] = _slack(folder, settings.slack)
    if settings.teams is not None:
        made["teams"] = _teams(folder, settings.teams)
    return made


def _webhook(folder: Path, name: str, settings: WebhookSettings) -> WebhookChannel:
    secrets = read_secrets(folder, settings.secret_file)
    if not all(map(is_standard, secrets)):
        raise UsageError(f"the secret of webhook {name} is not one of Standard Webhooks", hint="it begins with whsec_")
    networks = [ipaddress.ip_network(one) for one in settings.allow_networks]
    return WebhookChannel(settings.url, secrets, Poster(PublicOnly(networks)))


def _email(folder: Path, settings: EmailSettings) -> EmailChannel:
    password = None if settings.password_file is None else read_secrets(folder, settings.password_file)[0]
    server = MailServer(settings.host, settings.port, settings.user, password, is_local=settings.host in _LOCAL)
    return EmailChannel(server, settings.sender, tuple(settings.receivers))


def signing_secret(folder: Path, settings: SlackSettings) -> str | None:
    """What Slack signs with, if it is answered over HTTP.

    Raises:
        UsageError: if its file is missing.
    """
    return None if settings.signing_secret_file is None else read_secrets(folder, settings.signing_secret_file)[0]


def make_socket(folder: Path, settings: SlackSettings) -> SocketModeClient | None:
    """A client of Socket Mode, not connected yet, if there is an app token.

    Raises:
        UsageError: if its file is missing.
    """
    if settings.app_token_file is None:
        return None
    token = read_secrets(folder, settings.app_token_file)[0]
    return SocketModeClient(app_token=token, web_client=make_client("", settings.api_url), concurrency=2)


def _slack(folder: Path, settings: SlackSettings) -> SlackChannel:
    client = make_client(read_secrets(folder, settings.bot_token_file)[0], settings.api_url)
    return SlackChannel(client, settings.channel, settings.approve_up_to)


def _teams(folder: Path, settings: TeamsSettings) -> TeamsChannel:
    (url, *_) = read_secrets(folder, settings.url_file)
    if not url.startswith("https://"):
        raise UsageError("the address of the Teams workflow is not https://...", hint="copy it from the workflow")
    return TeamsChannel(url, Poster(PublicOnly()))
