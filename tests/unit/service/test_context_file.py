"""``context.yaml``: what is written there is understood or refused by name, and secrets stay in files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mgcontext import connect, put_secret

from milkglass.errors import UsageError
from milkglass.service.context_file import Context, load_context

if TYPE_CHECKING:
    from pathlib import Path

    from mgworld import World

SOURCE = "sources: {pd: {kind: pagerduty, secret_file: secret%s}}"


def load(folder: Path, text: str) -> Context:
    """Load a file with this text; a secret is at hand."""
    put_secret(folder, "secret", "s3cr3t-s3cr3t")
    (folder / "context.yaml").write_text(text)
    return load_context(folder, folder / "context.yaml")


def test_no_file_is_an_empty_context(tmp_path: Path) -> None:
    """Only built-in incidents then."""
    context = load_context(tmp_path, tmp_path / "context.yaml")
    assert (context.hash, context.sources) == (None, {})


def test_an_empty_file_is_an_empty_context_with_a_hash(tmp_path: Path) -> None:
    """Comments alone say nothing, and the record knows that there was a file."""
    context = load(tmp_path, "# nothing yet\n")
    assert context.sources == {}
    assert context.hash is not None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sources: [", "not YAML at line"),
        ("sources: 5", "at sources"),
        ("souces: {}", "at souces"),
        ("- a", "at the whole file"),
        (SOURCE % ", grace: 5", "at sources.pd.grace"),
        (SOURCE % ", grace_minutes: 61", "at sources.pd.grace_minutes"),
        (SOURCE % ", fresh_minutes: 0", "at sources.pd.fresh_minutes"),
        (SOURCE % ", severities: {a: 0}", "at sources.pd.severities.a"),
        (SOURCE % ", services: {a: [UPPER]}", "at sources.pd.services.a.0"),
        (SOURCE % ", api_url: 'file:///etc'", "at sources.pd.api_url"),
        ("sources: {pd: {kind: opsgenie, secret_file: secret}}", "at sources.pd.kind"),
        ("sources: {'a/b': {kind: pagerduty, secret_file: secret}}", "a name of letters"),
        ("sources: {pd: {kind: pagerduty, secret_file: nowhere}}", "nowhere cannot be read"),
        ("sources: {pd: {kind: standard, secret_file: secret}}", "not one of Standard Webhooks"),
        ("rota: {shop: {}}", "at rota.shop"),
        ("rota: {Shop: {calendar: a.ics}}", "whose name is well formed"),
        ("rota: {shop: {pagerduty: {source: pd, schedule: P1}}}", "has no API token"),
        ("sources: {gh: {kind: github, secret_file: secret, api_token_file: secret}}", "only PagerDuty"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, named: str) -> None:
    """The key or the file at fault stands in the message; the secret never does."""
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert named in caught.value.message
    assert "s3cr3t" not in caught.value.message


def test_secrets_that_others_may_read_are_refused(tmp_path: Path) -> None:
    """A secret that everybody on the machine can read proves nothing."""
    load(tmp_path, SOURCE % "")
    (tmp_path / "secret").chmod(0o640)
    with pytest.raises(UsageError, match="others may read"):
        load_context(tmp_path, tmp_path / "context.yaml")
    put_secret(tmp_path, "secret", "\n \n")
    with pytest.raises(UsageError, match="is empty"):
        load_context(tmp_path, tmp_path / "context.yaml")


def test_a_change_of_the_file_is_on_the_record_once(world: World) -> None:
    """An entry for each other content, none for a restart."""
    connect(world, "pagerduty")
    connect(world, "pagerduty")
    connect(world, "alertmanager")
    (world.folder / "context.yaml").unlink()
    world.services.db.close()
    world.restart()
    hashes = [entry.about for entry in world.entries_of("context.load")]
    assert len(hashes) == 3
    assert hashes[-1] == "none"
