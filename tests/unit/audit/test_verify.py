"""Verification off line: what was changed is named, by its entry; nothing in a file makes the verifier fall over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mgaudit import KEY, ORIGIN, OTHER_KEY, Recorder

from milkglass.audit.checkpoint import sign, vkey
from milkglass.audit.checkpoint import verify as open_checkpoint
from milkglass.audit.export import export
from milkglass.audit.merkle import leaf_hash, root_of
from milkglass.audit.verify import verify
from milkglass.errors import MissingPartError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from milkglass.audit.verdict import Verdict

VKEY = vkey(ORIGIN, KEY.public_key())


def found(folder: Path, *kept: str) -> Verdict:
    """The verdict with the key of the log and what was kept."""
    return verify(folder, vkey=VKEY, kept=kept)


def named(verdict: Verdict) -> set[tuple[str, int | None]]:
    """Codes and entries of the faults."""
    return {(fault.code.removeprefix("verify."), fault.entry) for fault in verdict.faults}


def rewrite(folder: Path, name: str, change: Callable[[list[bytes]], Sequence[bytes]]) -> None:
    """Change the lines of a file of an export."""
    lines = (folder / name).read_bytes().splitlines()
    (folder / name).write_bytes(b"".join(line + b"\n" for line in change(lines)))


def resign(folder: Path, key: object = KEY) -> str:
    """Do what the holder of the signing key can do: recompute everything over what stands there now."""
    lines = (folder / "entries.jsonl").read_bytes().splitlines()
    leaves = [leaf_hash(line) for line in lines]
    (folder / "leaves.txt").write_text("".join(leaf.hex() + "\n" for leaf in leaves))
    head = open_checkpoint((folder / "checkpoint").read_text(), VKEY)
    note = sign(type(head)(head.origin, len(lines), root_of(leaves)), key)  # type: ignore[arg-type]  # any key
    (folder / "checkpoint").write_text(note)
    manifest = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(manifest.replace(f'"size": {head.size}', f'"size": {len(lines)}'))
    return note


@pytest.fixture
def told(recorder: Recorder) -> Path:
    """An export of the story."""
    recorder.story()
    return recorder.export()


def test_an_untouched_export_verifies(told: Path, recorder: Recorder) -> None:
    """No fault, no warning, and the figures are those of the story."""
    verdict = found(told, recorder.note())
    assert (verdict.faults, verdict.warnings) == ([], [])
    assert verdict.size == len(recorder.entries()) == 12
    assert verdict.checked == {"checkpoints": 2, "grants": 1, "reveals": 2, "rows": 6, "entries": 12}
    assert verdict.root == open_checkpoint(recorder.note(), VKEY).root.hex()


def test_an_empty_log_verifies(recorder: Recorder) -> None:
    """A log without entries has a signed head too."""
    assert found(recorder.export(), recorder.note()).ok


def test_without_a_kept_key_a_warning_says_so(told: Path) -> None:
    """The key that lies in the export proves little; the verdict says that it was used."""
    verdict = verify(told)
    assert verdict.ok
    assert [one.code for one in verdict.warnings] == ["verify.signature"]


def test_a_growing_log_stays_consistent_with_what_was_kept(recorder: Recorder) -> None:
    """Every checkpoint that was ever signed still holds at the end."""
    kept = [recorder.note()]
    for step in (recorder.grant, recorder.intend, recorder.disclose):
        step()
        kept.append(recorder.note())
    assert found(recorder.export(), *kept).ok


CHANGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], set[tuple[str, int | None]]]] = {
    "edited": (lambda x: [*x[:6], x[6].replace(b"ann", b"eve"), *x[7:]], {("edited", 6)}),
    "missing": (lambda x: x[:5] + x[7:], {("missing", 5)}),
    "missing first": (lambda x: x[1:], {("missing", 0)}),
    "order": (lambda x: [*x[:3], x[4], x[3], *x[5:]], {("order", 3)}),
    "inserted": (lambda x: [*x[:3], x[2].replace(b"ann", b"eve"), *x[3:]], {("inserted", 3)}),
    "twice": (lambda x: [*x[:3], x[2], *x[3:]], {("inserted", 3)}),
    "truncated": (lambda x: x[:-2], {("truncated", 10)}),
    "two places": (
        lambda x: [x[0].replace(b"shop", b"shup"), *x[1:8], *x[9:]],
        {("edited", 0), ("missing", 8)},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_named_by_what_it_is_and_where(told: Path, name: str) -> None:
    """Security case 27: edited, deleted, reordered, inserted and truncated entries are told apart, each with its number."""
    change, expected = CHANGES[name]
    rewrite(told, "entries.jsonl", change)
    hashes = {one for one in named(found(told)) if one[0] in {"edited", "missing", "order", "inserted", "truncated"}}
    assert len(expected & hashes) == len(expected)
    assert {code for code, _ in hashes} == {code for code, _ in expected}


def test_one_deletion_is_not_reported_once_for_every_later_entry(told: Path) -> None:
    """Also when the recorded hashes were deleted too, the entries that were only shifted are not at fault."""
    for name in ("entries.jsonl", "leaves.txt"):
        rewrite(told, name, lambda x: x[:1] + x[2:])
    verdict = found(told)
    assert [fault.entry for fault in verdict.faults if fault.code == "verify.order"] == [1]
    assert {("edited", None), ("truncated", 11)} <= named(verdict)


def test_hashes_rewritten_along_with_an_entry_do_not_help(told: Path) -> None:
    """Security case 27: the signed root does not fit, even though every file agrees with every other."""
    rewrite(told, "entries.jsonl", lambda x: [x[0].replace(b"ann", b"eve"), *x[1:]])
    rewrite(told, "leaves.txt", lambda x: x)
    (told / "leaves.txt").write_text(
        "".join(leaf_hash(line).hex() + "\n" for line in (told / "entries.jsonl").read_bytes().splitlines())
    )
    assert ("edited", None) in named(found(told))


def test_recorded_hashes_that_fit_nothing_are_a_fault(told: Path) -> None:
    """The entries hold, the list of hashes beside them was changed."""
    rewrite(told, "leaves.txt", lambda x: [b"00" * 32, *x[1:]])
    assert named(found(told)) == {("format", None)}


def test_the_signing_key_does_not_help_against_a_kept_checkpoint(told: Path, recorder: Recorder) -> None:
    """Security case 28: whoever holds the key and rewrites history is caught by a note that somebody kept: it forked."""
    kept = recorder.note()
    rewrite(told, "entries.jsonl", lambda x: [*x[:10], x[10].replace("dée".encode(), b"eve"), x[11]])
    resign(told)
    assert found(told).ok
    assert named(found(told, kept)) == {("forked", None)}


def test_a_log_cut_and_signed_again_is_shorter_than_what_was_kept(told: Path, recorder: Recorder) -> None:
    """Security case 27: truncation by the holder of the key is named with the first entry that is gone."""
    rewrite(told, "entries.jsonl", lambda x: x[:-1])
    resign(told)
    assert named(found(told, recorder.note())) == {("truncated", 11)}


def test_a_restored_backup_that_went_on_is_a_fork(recorder: Recorder, tmp_path: Path) -> None:
    """Security case 27: same length, other entries, both signed by the real key: the older note is not in the newer log."""
    recorder.grant()
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    other = Recorder(other_folder)
    other.clock.tick(days=1)
    other.grant()
    folder = other.export()
    other.close()
    assert found(folder).ok
    assert named(found(folder, recorder.note())) == {("forked", None)}


def test_a_foreign_signature_is_named(told: Path, recorder: Recorder) -> None:
    """A head signed by another key, with everything recomputed, does not pass for the log."""
    resign(told, OTHER_KEY)
    assert ("signature", None) in named(found(told))
    assert ("signature", None) in named(verify(told, vkey=vkey(ORIGIN, OTHER_KEY.public_key())))


def test_a_forged_signature_is_named(told: Path) -> None:
    """A signature with the right key id and other bytes."""
    note = (told / "checkpoint").read_text()
    head, _, signature = note.rstrip("\n").rpartition(" ")
    (told / "checkpoint").write_text(f"{head} {signature[:20]}{'B' if signature[20] == 'A' else 'A'}{signature[21:]}\n")
    assert named(found(told)) == {("signature", None)}


def test_a_kept_note_of_another_log_is_a_fault(told: Path) -> None:
    """A kept checkpoint that the key did not sign says nothing about this log, and is not passed over."""
    (told / "other").mkdir()
    stranger = Recorder(told / "other", key=OTHER_KEY)
    stranger.grant()
    note = stranger.note()
    stranger.close()
    (told / "other" / "milkglass.db").unlink()
    assert ("signature", None) in named(found(told, note))
    assert ("format", None) in named(found(told, "not a note \udcff"))


def test_disclosure_rows_are_bound_to_their_entry(told: Path) -> None:
    """An edited, deleted, added or moved row is named with the entry that committed to it."""
    whole = (told / "rows.jsonl").read_bytes().splitlines()
    for changed in (
        [whole[0].replace(b'"ipv4"', b'"email"').replace(b'"subj":"', b'"subj":"f')[:-1], *whole[1:]],
        whole[1:],
        [*whole, whole[0]],
        [whole[1], whole[0], *whole[2:]],
        [whole[0].replace(b'"n":7', b'"n":5').replace(b'"n":6', b'"n":5'), *whole[1:]],
        [whole[0].replace(b'"email"', b'"ipv4"'), *whole[1:]],
        [],
    ):
        rewrite(told, "rows.jsonl", lambda _, changed=changed: changed)  # type: ignore[misc]  # bound in the loop
        assert "rows" in {code for code, _ in named(found(told))}


def test_an_erased_row_keeps_the_export_green(told: Path) -> None:
    """Security case 30: the hash of a row is enough; a wrong hash is not."""
    row = (told / "rows.jsonl").read_bytes().splitlines()[1]
    n, _, content = row.partition(b',"row":')
    digest = leaf_hash(content[:-1]).hex().encode()
    erased = b'%s,"i":1,"hash":"%s"}' % (n, digest)
    rewrite(told, "rows.jsonl", lambda x: [x[0], erased, *x[2:]])
    assert found(told).ok
    rewrite(told, "rows.jsonl", lambda x: [x[0], erased.replace(digest, b"00" * 32), *x[2:]])
    assert {code for code, _ in named(found(told))} == {"rows"}


@pytest.mark.parametrize("name", ["leaves.txt", "rows.jsonl", "checkpoint", "log.vkey", "manifest.json"])
def test_a_missing_file_is_named(told: Path, name: str) -> None:
    """A fault says which file is not there."""
    (told / name).unlink()
    assert f"the file {name} is missing" in [fault.message for fault in found(told).faults]


def test_a_file_too_many_is_a_fault(told: Path) -> None:
    """What nobody signed does not stand among the evidence."""
    (told / "entries.jsonl~").write_text("")
    assert named(found(told)) == {("format", None)}


def test_a_folder_that_is_no_export_is_an_error(tmp_path: Path) -> None:
    """It is not an export with faults, it is none at all."""
    with pytest.raises(MissingPartError):
        verify(tmp_path)


@pytest.mark.parametrize("junk", [b"{", b"[" * 100_000, b"\xff\xfe", b"null", b'{"n":1e999}', b"1" * 70_000, b""])
@pytest.mark.parametrize(
    "name", ["entries.jsonl", "leaves.txt", "rows.jsonl", "manifest.json", "checkpoint", "log.vkey"]
)
def test_junk_is_a_fault_and_never_an_exception(told: Path, name: str, junk: bytes) -> None:
    """A malformed line at either end of any file is found; the message does not repeat it."""
    for data in (junk + b"\n" + (told / name).read_bytes(), (told / name).read_bytes() + junk + b"\n"):
        (told / name).write_bytes(data)
        verdict = found(told)
        assert not verdict.ok or (junk == b"" and name in {"log.vkey", "manifest.json"})
        assert not any(junk.decode("latin-1") in fault.message for fault in verdict.faults if len(junk) > 1)


def test_a_cut_last_line_is_a_fault(told: Path) -> None:
    """An export that broke off in the middle is not taken for a shorter one."""
    data = (told / "entries.jsonl").read_bytes()
    (told / "entries.jsonl").write_bytes(data[:-10])
    assert {("edited", 11), ("format", None)} <= named(found(told))


def test_the_verdict_prints_as_the_spec_says(told: Path) -> None:
    """The object that `audit verify --json` prints has these members, and faults these."""
    rewrite(told, "entries.jsonl", lambda x: x[:-1])
    printed = found(told).to_json()
    assert set(printed) == {"ok", "size", "root", "faults", "warnings", "checked"}
    assert printed["ok"] is False
    assert all(set(fault) == {"code", "entry", "message"} for fault in printed["faults"])


def test_two_exports_of_one_state_are_equal(recorder: Recorder) -> None:
    """An export is the same bytes each time, so that two people can compare digests."""
    recorder.story()
    one, two = recorder.export(), recorder.export()
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}


def test_an_export_never_overwrites(told: Path, recorder: Recorder) -> None:
    """A folder with files in it is refused."""
    with recorder.db.read() as conn, pytest.raises(StorageError):
        export(conn, recorder.log, told)
