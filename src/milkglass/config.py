"""Where files live, and settings read once: from the environment, or given by the caller.

Both planes read this; it knows the standard library only. Nothing here opens a file or creates a folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milkglass.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_SERVER = "http://127.0.0.1:8765"
"""Where the client looks for a server, and where ``milkglass serve`` listens."""

_URL = re.compile(r"https?://[^\s/@?#]+(?:/[^\s@?#]*)?")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server needs to know before it starts.

    Args:
        data: Folder that holds everything of this server.
        zone: The server's own time zone, for business hours in the policy.
    """

    data: Path
    zone: tzinfo = field(default=UTC)

    @property
    def keys(self) -> Path:
        """Folder of the root and the unseal pairs."""
        return self.data / "keys"

    @property
    def keyring(self) -> Path:
        """Folder of the keyring rows."""
        return self.data / "keyring"

    @property
    def accounting(self) -> Path:
        """Folder of the accounting keys, one file a year."""
        return self.data / "accounting"

    @property
    def denied(self) -> Path:
        """The file of erased subjects, beside the database so that an older copy of that forgets nobody."""
        return self.data / "erased.jsonl"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "milkglass.db"

    @property
    def policy(self) -> Path:
        """The policy file; the starter policy holds while it does not exist."""
        return self.data / "policy.cedar"

    @property
    def rules(self) -> Path:
        """The rules file in which the server finds kinds that are not milkglass's own; it may not exist."""
        return self.data / "rules.yaml"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> ServerSettings:
        """Settings from ``MILKGLASS_DATA`` and ``MILKGLASS_ZONE``.

        Raises:
            UsageError: if the zone is not known.
        """
        data = environ.get("MILKGLASS_DATA")
        folder = Path(data) if data else _xdg(environ, "XDG_DATA_HOME", ".local/share")
        return cls(folder, _zone(environ.get("MILKGLASS_ZONE")))


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """What a client needs to know before it asks a server.

    Args:
        server: Address of the server, without a slash at the end.
        session_file: Where the session is kept, readable by its owner only.
    """

    server: str
    session_file: Path

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> ClientSettings:
        """Settings from ``MILKGLASS_SERVER`` and the XDG folders.

        Raises:
            UsageError: if the address is not ``http://...`` or ``https://...``.
        """
        server = environ.get("MILKGLASS_SERVER") or DEFAULT_SERVER
        if not _URL.fullmatch(server):
            raise UsageError("the address of the server is not a web address", hint="set MILKGLASS_SERVER")
        return cls(server.rstrip("/"), _xdg(environ, "XDG_STATE_HOME", ".local/state") / "session.json")


def enrolment_file(environ: Mapping[str, str]) -> Path:
    """Where a masking host keeps its enrolment: ``MILKGLASS_ENROLMENT``, or a file in the XDG configuration folder."""
    named = environ.get("MILKGLASS_ENROLMENT")
    return Path(named) if named else _xdg(environ, "XDG_CONFIG_HOME", ".config") / "enrolment.json"


def rules_file(environ: Mapping[str, str]) -> tuple[Path, bool]:
    """Where a masking host keeps its rules, and whether the file has to be there.

    It has to if ``MILKGLASS_RULES`` names it, and need not in the XDG configuration folder.
    """
    named = environ.get("MILKGLASS_RULES")
    return (Path(named), True) if named else (_xdg(environ, "XDG_CONFIG_HOME", ".config") / "rules.yaml", False)


def _xdg(environ: Mapping[str, str], name: str, fallback: str) -> Path:
    """The milkglass folder in an XDG folder; a relative one is ignored, as the XDG specification asks."""
    named = Path(environ.get(name, ""))
    return (named if named.is_absolute() else Path(environ.get("HOME", "~")).expanduser() / fallback) / "milkglass"


def _zone(name: str | None) -> tzinfo:
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError("the time zone is not known", hint="MILKGLASS_ZONE is a name such as Europe/Oslo") from None
