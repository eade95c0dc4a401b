"""``milkglass keys``: the keys of a server, the enrolment of masking hosts, and the rows that come back from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from milkglass.cli.env import Env, pass_env
from milkglass.cli.keyfolder import key_options, make_keys, open_keys
from milkglass.cli.words import as_json, put, put_json, put_table, say
from milkglass.config import enrolment_file

_BATCH = 1000


@click.group("keys")
def command() -> None:
    """Keys of a server, enrolment of masking hosts."""


@command.command()
@click.option("--domain", required=True, help="Name of these keys, as logs.example.com.")
@key_options
@pass_env
def init(env: Env, /, *, domain: str, **lock: Any) -> None:
    """Make the root key and the unseal pairs of this month and the next twelve."""
    keys = make_keys(env, domain, lock)
    say(f"made the keys of {keys.domain} with {len(keys.pairs())} months")


@command.command()
@click.argument("month")
@key_options
@pass_env
def pair(env: Env, /, month: str, **lock: Any) -> None:
    """Make the unseal pair of MONTH, as 2026-11; prints its id. Enrol the masking hosts again then."""
    put(open_keys(env, lock).create_pair(month).unseal)


@command.command("list")
@key_options
@as_json
@pass_env
def list_(env: Env, /, *, as_json: bool, **lock: Any) -> None:
    """List the unseal pairs."""
    pairs = open_keys(env, lock).pairs()
    if as_json:
        put_json([{"unseal": one.unseal, "public": one.public.hex()} for one in pairs])
    else:
        put_table(("pair", "public half"), [(one.unseal, one.public.hex()) for one in pairs])


@command.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write. Default: stdout.")
@click.option(
    "--keyring",
    type=click.Path(dir_okay=False),
    default="keyring.jsonl",
    show_default=True,
    help="Where the host keeps its rows; relative: next to the enrolment.",
)
@key_options
@pass_env
def enrol(env: Env, /, *, output: str | None, keyring: str, **lock: Any) -> None:
    """Write the enrolment for a masking host: public halves only. It seals; it opens nothing."""
    from milkglass.masking import enrolment

    made = open_keys(env, lock).enrolment(Path(keyring))
    if output is None:
        click.echo(made.to_json(), nl=False)
    else:
        enrolment.save(made, Path(output))
        say(f"wrote {output}: put it on the masking host, MILKGLASS_ENROLMENT says where")


@command.command()
@click.option("--enrolment", type=click.Path(exists=True, dir_okay=False), help="Whose rows. Default: of this host.")
@as_json
@pass_env
def push(env: Env, *, enrolment: str | None, as_json: bool) -> None:
    """Send the keyring rows of this host to the server. They are sealed; sending them twice does no harm."""
    from milkglass.masking.enrolment import load
    from milkglass.masking.keyring import read_rows

    path = Path(enrolment) if enrolment else enrolment_file(env.environ)
    keyring = load(path).keyring
    lines = [row.to_line().rstrip("\n") for row in read_rows(keyring)] if keyring.exists() else []
    added = 0
    with env.client() as client:
        for start in range(0, len(lines), _BATCH):
            added += client.post("keyring", json={"rows": lines[start : start + _BATCH]})["added"]
    if as_json:
        put_json({"sent": len(lines), "added": added})
    else:
        say(f"sent {len(lines)}, new {added}")
