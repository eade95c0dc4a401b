"""Who is told, as the operator wrote it in ``context.yaml``. Pure."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_Url = Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+(/[^\s@#]*)?$")]
_Email = Annotated[str, Field(pattern=r"^[^\s@<>,;:\"]+@[A-Za-z0-9.-]+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)


class WebhookSettings(_Strict):
    """A program that is told: address, file with the secret, and private networks it may be in."""

    url: _Url
    secret_file: str
    allow_networks: list[str] = Field(default_factory=list)

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, given: list[str]) -> list[str]:
        return [str(ipaddress.ip_network(one)) for one in given]

    @model_validator(mode="after")
    def _is_sealed_on_the_way(self) -> Self:
        if not self.url.startswith("https://") and not self.allow_networks:
            raise ValueError("http is for private networks only")
        return self


class EmailSettings(_Strict):
    """A mail server and the people who review."""

    host: str = Field(pattern=r"^[A-Za-z0-9.:-]+$")
    port: int = Field(default=587, ge=1, le=65535)
    sender: _Email = Field(alias="from")
    receivers: list[_Email] = Field(alias="to", min_length=1, max_length=50)
    user: str | None = None
    password_file: str | None = None


class SlackSettings(_Strict):
    """A Slack app and the channel where it tells.

    Args:
        channel: Id of the channel.
        bot_token_file: ``xoxb-...``
        signing_secret_file: For answers over HTTP; Socket Mode needs none.
        app_token_file: ``xapp-...``, for Socket Mode.
        api_url: Where Slack is; the fake of ``milkglass dev fake-slack`` is somewhere else.
        approve_up_to: Highest sensitivity of kinds that may be approved in the message; above it, on the page.
    """

    channel: str = Field(pattern=r"^[A-Z0-9]{1,40}$")
    bot_token_file: str
    signing_secret_file: str | None = None
    app_token_file: str | None = None
    api_url: _Url = "https://slack.com/api/"
    approve_up_to: int = Field(default=1, ge=0, le=2)


class TeamsSettings(_Strict):
    """A Workflows webhook, whose address is a secret."""

    url_file: str


class NotifySettings(_Strict):
    """Everybody who is told.

    Args:
        public_url: Address of this server as people open it.
        webhooks: Programs, by name.
        email: Mail.
        slack: Slack.
        teams: Teams.
    """

    public_url: _Url
    webhooks: dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")], WebhookSettings] = Field(
        default_factory=dict
    )
    email: EmailSettings | None = None
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
