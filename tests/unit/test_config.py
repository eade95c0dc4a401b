"""Settings from the environment: where files live, and nothing that is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from milkglass.config import DEFAULT_SERVER, ClientSettings, ServerSettings, enrolment_file
from milkglass.errors import UsageError

HOME = {"HOME": "/people/jo"}
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_everything_of_a_server_lies_in_its_data_folder() -> None:
    """Keys, keyring, database and policy have their names in the one folder that was named."""
    settings = ServerSettings.from_env({**HOME, "MILKGLASS_DATA": "/srv/glass"})
    found = [settings.data, settings.keys, settings.keyring, settings.database, settings.policy]
    names = ["", "keys", "keyring", "milkglass.db", "policy.cedar"]
    assert found == [Path("/srv/glass") / name for name in names]


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({}, "/people/jo/.local/share/milkglass"),
        ({"XDG_DATA_HOME": "/data"}, "/data/milkglass"),
        ({"XDG_DATA_HOME": "relative"}, "/people/jo/.local/share/milkglass"),
        ({"XDG_DATA_HOME": "", "MILKGLASS_DATA": ""}, "/people/jo/.local/share/milkglass"),
    ],
)
def test_without_a_folder_the_xdg_one_is_taken(environ: dict[str, str], folder: str) -> None:
    """As the XDG specification says: a relative or empty folder is ignored."""
    assert ServerSettings.from_env({**HOME, **environ}).data == Path(folder)


def test_the_zone_is_a_name_or_utc() -> None:
    """Business hours are in the server's own zone; UTC while nobody names one."""
    assert ServerSettings.from_env(HOME).zone is UTC
    oslo = ServerSettings.from_env({**HOME, "MILKGLASS_ZONE": "Europe/Oslo"}).zone
    assert JULY.astimezone(oslo).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("zone", ["Nowhere/Atall", "../../etc/passwd", "/etc/localtime", "\0", "Europe"])
def test_a_zone_that_is_not_known_is_refused(zone: str) -> None:
    """A zone that does not exist, or is a path, is an error and not quoted."""
    with pytest.raises(UsageError) as caught:
        ServerSettings.from_env({**HOME, "MILKGLASS_ZONE": zone})
    assert zone not in caught.value.message


def test_a_client_asks_this_machine_by_itself() -> None:
    """Server and session file have defaults, and a slash at the end of an address does not matter."""
    settings = ClientSettings.from_env(HOME)
    assert settings.server == DEFAULT_SERVER
    assert settings.session_file == Path("/people/jo/.local/state/milkglass/session.json")
    named = ClientSettings.from_env({**HOME, "MILKGLASS_SERVER": "https://glass.example.com/"})
    assert named.server == "https://glass.example.com"


@pytest.mark.parametrize(
    "server",
    [
        "glass.example.com",
        "ftp://glass.example.com",
        "http://",
        "https://jo:secret@example.com",
        "http://a b",
        "http://a?q=1",
    ],
)
def test_an_address_that_is_none_is_refused(server: str) -> None:
    """No scheme, another scheme, no host, a password in it: refused, and not quoted."""
    with pytest.raises(UsageError) as caught:
        ClientSettings.from_env({**HOME, "MILKGLASS_SERVER": server})
    assert server not in caught.value.message


def test_the_enrolment_of_a_host() -> None:
    """Named, or in the XDG configuration folder."""
    assert enrolment_file({**HOME, "MILKGLASS_ENROLMENT": "/etc/glass.json"}) == Path("/etc/glass.json")
    assert enrolment_file(HOME) == Path("/people/jo/.config/milkglass/enrolment.json")
