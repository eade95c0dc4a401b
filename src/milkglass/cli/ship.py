"""``milkglass audit export``: the whole record to a folder, or entries as a stream to what collects them.

A stream goes on where its cursor stands. The cursor moves after a batch was handed over, so a crash sends a batch twice and never
leaves one out; receivers tell by the entry's id.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from milkglass.cli.cursor import Cursor
from milkglass.cli.env import Env, pass_env
from milkglass.cli.words import say
from milkglass.errors import MissingPartError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milkglass.audit.entry import Entry
    from milkglass.cli.sinks import Sink
    from milkglass.client import Client

_FORMATS = ("ocsf", "ecs", "cef", "otlp", "syslog")
_LONGEST_WAIT = 60.0


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False))
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Stream entries in this format, in place of FOLDER."
)
@click.option(
    "--to", help="syslog+udp://, syslog+tcp:// or syslog+tls://HOST:PORT, or http(s)://.../v1/logs. Default: stdout."
)
@click.option("--cursor", type=click.Path(dir_okay=False), help="File that remembers how far the stream went.")
@click.option("--follow", is_flag=True, help="Wait for new entries and go on.")
@click.option(
    "--every", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, help="Seconds between looks."
)
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust for syslog+tls.")
@pass_env
def export(
    env: Env,
    /,
    *,
    folder: str | None,
    form: str | None,
    to: str | None,
    cursor: str | None,
    follow: bool,
    every: float,
    ca: str | None,
) -> None:
    """Write the whole record to FOLDER, empty or not there; or stream entries with --format."""
    if (folder is None) is (form is None):
        raise UsageError("an export goes to a folder, or is a stream in a format", hint="give FOLDER or --format")
    if folder is not None:
        _export_folder(env, Path(folder))
        return
    from milkglass.cli.sinks import open_sink

    if to is not None and to.startswith("http") is not (form == "otlp"):
        raise UsageError("http(s):// takes otlp, and otlp goes to http(s):// or stdout", hint="change --format or --to")
    with env.client() as client, closing(open_sink(to, ca)) as sink:
        kept = Cursor.load(cursor, *_head(client))
        shipping = _Shipping(client, sink, form or "", kept)
        shipping.run()
        while follow:
            time.sleep(every)
            shipping.run_patiently(every)


def _export_folder(env: Env, folder: Path) -> None:
    from milkglass.cli.unpack import unpack

    with tempfile.TemporaryDirectory(prefix="milkglass-") as name, env.client() as client:
        tar = Path(name) / "audit.tar"
        client.download(tar, "audit", "export")
        count = unpack(tar, folder)
    say(f"wrote {count} files to {folder}; verify them with `milkglass audit verify {folder}`")


def _head(client: Client) -> tuple[str, int]:
    """Name and size of the log."""
    from milkglass.audit.checkpoint import peek

    signed = peek(client.get("audit", "checkpoint")["checkpoint"])
    return signed.origin, signed.size


class _Shipping:
    """Takes batches of entries from the server to a sink and moves the cursor."""

    def __init__(self, client: Client, sink: Sink, form: str, cursor: Cursor) -> None:
        self._client, self._sink, self._form, self._cursor = client, sink, form, cursor
        self._build = metadata.version("milkglass")

    def run(self) -> None:
        """Everything that is there now."""
        from milkglass.audit.entry import decode
        from milkglass.audit.jsontext import dump

        while found := self._client.get("audit", "entries", params={"after": self._cursor.n}):
            entries = [decode(dump(one)) for one in found]
            self._sink.send(self._written(entries))
            self._cursor.move(entries[-1].n)

    def run_patiently(self, wait: float) -> None:
        """As ``run``; a server or receiver that is away is waited for, longer each time."""
        while True:
            try:
                self.run()
            except MissingPartError as error:
                say(f"{error.message}; trying again")
                time.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                return

    def _written(self, entries: list[Entry]) -> list[str]:
        from milkglass.audit.siem.otlp import to_otlp
        from milkglass.audit.siem.syslog import to_syslog

        origin = self._cursor.origin
        if self._form == "otlp":
            return [_json(to_otlp(entries, origin=origin, build=self._build))]
        texts: Iterable[str | None] = (self._text(entry) for entry in entries)
        pairs = zip(entries, texts, strict=True)
        if self._form == "syslog" or self._sink.is_syslog:
            return [to_syslog(entry, origin=origin, message=text) for entry, text in pairs]
        return [text for _, text in pairs if text is not None]

    def _text(self, entry: Entry) -> str | None:
        from milkglass.audit.siem.cef import to_cef
        from milkglass.audit.siem.ecs import to_ecs
        from milkglass.audit.siem.ocsf import to_ocsf

        said: dict[str, Any] = {"origin": self._cursor.origin, "build": self._build}
        if self._form == "cef":
            return to_cef(entry, **said)
        if self._form == "syslog":
            return None
        return _json((to_ocsf if self._form == "ocsf" else to_ecs)(entry, **said))


def _json(value: Any) -> str:
    import json

    return json.dumps(value, separators=(",", ":"))
