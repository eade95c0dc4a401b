"""The key folder of a server, opened by a key file or a passphrase; for the commands that run in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.asking import ask_password
from milkglass.config import ServerSettings
from milkglass.errors import KeysError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from milkglass.cli.env import Env
    from milkglass.keys.providers.file import FileProvider

KEY_BYTES = 32
_OPTIONS = (
    click.option(
        "--key-file",
        envvar="MILKGLASS_KEY_FILE",
        type=click.Path(dir_okay=False),
        help="File of 32 bytes that opens the root key. Default: root.key in the configuration folder.",
    ),
    click.option("--passphrase", is_flag=True, help="A passphrase opens the root key, not a file; asks for it."),
    click.option("--passphrase-stdin", is_flag=True, help="As --passphrase, read from stdin, one line."),
)


def key_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what opens the root key."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def open_keys(env: Env, lock: dict[str, Any]) -> FileProvider:
    """The keys of this server.

    Raises:
        KeysError: if there are none, or they do not open.
    """
    from milkglass.keys.providers.file import FileProvider

    folder = ServerSettings.from_env(env.environ).keys
    if not (folder / "root.json").exists():
        raise KeysError("there are no keys yet", code="keys.missing", hint="make them with `milkglass init`")
    return FileProvider.load(folder, random=env.random, **_opened_by(env, lock, twice=False))


def make_keys(env: Env, domain: str, lock: dict[str, Any]) -> FileProvider:
    """Make the keys of a new server; its data folder and its key file too, if they are not there.

    Raises:
        KeysError: if there are keys already.
    """
    from milkglass.keys.providers.file import FileProvider

    settings = ServerSettings.from_env(env.environ)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened_by = _opened_by(env, lock, twice=True)
    if "key_file" in opened_by:
        _make_key_file(env, opened_by["key_file"])
    return FileProvider.init(settings.keys, domain=domain, now=env.clock(), random=env.random, **opened_by)


def _opened_by(env: Env, lock: dict[str, Any], *, twice: bool) -> dict[str, Any]:
    """The passphrase or the key file, as the provider takes it."""
    by_passphrase = lock["passphrase"] or lock["passphrase_stdin"]
    if by_passphrase and lock["key_file"]:
        raise UsageError("a key file or a passphrase, not both")
    if by_passphrase:
        text = ask_password("Passphrase", from_stdin=lock["passphrase_stdin"], twice=twice)
        return {"passphrase": text.encode()}
    return {"key_file": Path(lock["key_file"]) if lock["key_file"] else _default_key_file(env)}


def _default_key_file(env: Env) -> Path:
    """Not in the data folder: a copy of that folder alone must open nothing."""
    home = Path(env.environ.get("HOME", "~")).expanduser()
    named = Path(env.environ.get("XDG_CONFIG_HOME", ""))
    return (named if named.is_absolute() else home / ".config") / "milkglass" / "root.key"


def _make_key_file(env: Env, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(env.random(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
