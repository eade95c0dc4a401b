"""``context.yaml``: where incidents and on-call lists come from, and who is told about requests. Read once, when a server starts.

Secrets stand in files of their own, readable by the server alone; the record holds the hash of this file, never a secret.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from milkglass.errors import UsageError
from milkglass.incidents.rota import RotaSettings, Turns  # noqa: TC001 - pydantic reads the annotations
from milkglass.incidents.settings import SERVICE, Source, SourceSettings
from milkglass.incidents.sources.calendar import CalendarFile
from milkglass.incidents.sources.pagerduty_api import PagerDutyApi
from milkglass.incidents.sources.rotas import Rota, Rotas, ScheduleOf
from milkglass.notify.settings import NotifySettings  # noqa: TC001 - pydantic reads the annotations
from milkglass.service.channels import make_channels, make_socket, signing_secret
from milkglass.service.secrets import is_standard, read_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import httpx2
    from slack_sdk.socket_mode import SocketModeClient

    from milkglass.notify.channel import Channel

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}", re.ASCII)
_HINT: Final = "docs/howto/connect-incidents.md"


class _File(BaseModel):
    """The file as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    rota: dict[str, RotaSettings] = Field(default_factory=dict)
    notify: NotifySettings | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds requests, as the operator set it up.

    Args:
        hash: Hex SHA-256 of the file; None while there is none.
        sources: Sources of incidents, by name.
        rotas: Who is on call, for services whose list is not kept here.
        apis: Sources that can be asked, by name.
        channels: Ways to tell people and programs, by name.
        slack_signing_secret: What Slack signs with, if it is answered over HTTP.
        slack_socket: A client of Slack's Socket Mode, not connected yet.
        public_url: Address of this server as people open it, without a slash at the end.
    """

    hash: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    rotas: Rotas = field(default_factory=lambda: Rotas({}))
    apis: Mapping[str, PagerDutyApi] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    slack_signing_secret: str | None = field(default=None, repr=False)
    slack_socket: SocketModeClient | None = None
    public_url: str = ""


def load_context(folder: Path, path: Path, transport: httpx2.BaseTransport | None = None) -> Context:
    """The context file, or an empty context while there is none.

    Args:
        folder: Data folder; names of files are relative to it.
        path: The file.
        transport: In place of the network, for tests.

    Raises:
        UsageError: naming the key at fault; or a file of secrets that is missing, empty or readable by others.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Context()
    except (OSError, UnicodeDecodeError):
        raise UsageError("the context file cannot be read", hint=_HINT) from None
    file = _parse(text)
    slack = None if file.notify is None else file.notify.slack
    sources = {name: _source(folder, name, settings) for name, settings in file.sources.items()}
    apis = {
        name: PagerDutyApi(source.settings.api_url, source.api_token, transport)
        for name, source in sources.items()
        if source.api_token is not None
    }
    return Context(
        hash=hashlib.sha256(text.encode()).hexdigest(),
        sources=sources,
        rotas=Rotas({service: _rota(folder, service, one, sources, apis) for service, one in file.rota.items()}),
        apis=apis,
        channels={} if file.notify is None else make_channels(folder, file.notify),
        slack_signing_secret=None if slack is None else signing_secret(folder, slack),
        slack_socket=None if slack is None else make_socket(folder, slack),
        public_url="" if file.notify is None else file.notify.public_url.rstrip("/"),
    )


def _parse(text: str) -> _File:
    try:
        written: Any = yaml.safe_load(text)
        return _File.model_validate({} if written is None else written)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        raise UsageError(f"the context file is not YAML{where}", hint=_HINT) from None
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"]) or "the whole file"
        raise UsageError(f"the context file does not fit at {where}", hint=_HINT) from None


def _source(folder: Path, name: str, settings: SourceSettings) -> Source:
    if not _NAME.fullmatch(name):
        raise UsageError("a source of incidents has a name of letters, digits, - and _", hint=_HINT)
    token = None if settings.api_token_file is None else read_secrets(folder, settings.api_token_file)[0]
    secrets = read_secrets(folder, settings.secret_file)
    if token is not None and settings.kind != "pagerduty":
        raise UsageError(f"source {name} cannot be asked: only PagerDuty takes an API token", hint=_HINT)
    if settings.kind in {"incident_io", "standard"} and not all(map(is_standard, secrets)):
        raise UsageError(f"the secret of source {name} is not one of Standard Webhooks", hint="it begins with whsec_")
    return Source(name, settings, secrets, token)


def _rota(
    folder: Path,
    service: str,
    settings: RotaSettings,
    sources: Mapping[str, Source],
    apis: Mapping[str, PagerDutyApi],
) -> Rota:
    if not SERVICE.fullmatch(service):
        raise UsageError("a rota is for a service whose name is well formed", hint=_HINT)
    parts: list[Turns | CalendarFile | ScheduleOf] = [] if settings.turns is None else [settings.turns]
    if settings.calendar is not None:
        parts.append(CalendarFile(folder / settings.calendar, settings.people))
    if settings.pagerduty is not None:
        named = settings.pagerduty.source
        if named not in apis:
            raise UsageError(f"the rota of {service} names a source that has no API token", hint=_HINT)
        parts.append(ScheduleOf(apis[named], settings.pagerduty.schedule, sources[named].settings.people))
    return Rota(tuple(parts))
