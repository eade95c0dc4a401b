"""Times, words, exit codes, the kept checkpoint and unpacking."""

from __future__ import annotations

import io
import tarfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.checkpoint import Checkpoint, sign, vkey
from milkglass.cli import exits
from milkglass.cli.kept import Kept
from milkglass.cli.times import parse_moment
from milkglass.cli.unpack import unpack
from milkglass.cli.words import clean, short
from milkglass.errors import FormatError, UsageError, VerifyError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
ORIGIN = "logs.example.com/audit"
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
VKEY, OTHER_VKEY = (vkey(ORIGIN, key.public_key()) for key in (KEY, OTHER))


def note(size: int, key: Ed25519PrivateKey = KEY) -> str:
    """A signed checkpoint."""
    return sign(Checkpoint(ORIGIN, size, bytes(32)), key)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2026-11-24T02:15:00Z"),
        ("90s", "2026-11-24T02:13:30Z"),
        ("15m", "2026-11-24T02:00:00Z"),
        ("2h", "2026-11-24T00:15:00Z"),
        ("7d", "2026-11-17T02:15:00Z"),
        ("2026-11-24T01:00:00Z", "2026-11-24T01:00:00Z"),
        ("2026-11-24T01:00:00+02:00", "2026-11-23T23:00:00Z"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    """A moment, or how long ago, always with a zone."""
    assert parse_moment(text, NOW) == moment


@pytest.mark.parametrize(
    "text", ["", "1", "h", "-1h", "1.5h", "2026-11-24", "2026-11-24T01:00:00", "999999d", "\u0661h"]
)
def test_moments_that_do_not_fit(text: str) -> None:
    """Anything else is refused and not repeated."""
    with pytest.raises(UsageError) as caught:
        parse_moment(text, NOW)
    assert not text or text not in caught.value.message


def test_clean() -> None:
    """Lists are joined, nothing is a hyphen, and no control character, C1 code, override or lone surrogate gets through."""
    assert clean(["a", "b"]) == "a, b"
    assert [clean(None), clean([]), clean(True), clean(0)] == ["-", "-", "yes", "0"]
    assert clean("a\x00\x1b[31m\x9b\u202e\ud800\u2066\nb") == "a??[31m?????b"
    assert short("2026-11-24T02:15:00.000Z") == "2026-11-24 02:15:00Z"
    assert short(None) == "-"


def test_system_errors_name_the_file_only() -> None:
    """What the system refused is said with the file; an unexpected error with class and place, never its message."""
    assert (
        exits.as_ours(PermissionError(13, "Permission denied", "/x")).message
        == "the system refused at /x: Permission denied"
    )
    assert "canary" not in exits.as_ours(ValueError("canary")).message


def test_a_checkpoint_is_kept(tmp_path: Path) -> None:
    """The first key is believed, the newest checkpoint kept."""
    kept = Kept(tmp_path / "kept")
    assert (kept.vkey, kept.checkpoint) == (None, None)
    kept.put(note(3), VKEY + "\n")
    kept.put(note(5), VKEY)
    assert (kept.vkey, kept.checkpoint) == (VKEY, note(5))


def test_another_key_is_refused(tmp_path: Path) -> None:
    """A server that suddenly signs with another key is not the one that was kept."""
    kept = Kept(tmp_path / "kept")
    kept.put(note(3), VKEY)
    with pytest.raises(VerifyError) as caught:
        kept.put(note(4, OTHER), OTHER_VKEY)
    assert caught.value.code == "verify.signature"
    with pytest.raises(VerifyError):
        kept.put(note(4, OTHER), VKEY)
    assert kept.checkpoint == note(3)


def test_a_shorter_log_is_refused(tmp_path: Path) -> None:
    """A log that lost entries since does not replace what is kept."""
    kept = Kept(tmp_path / "kept")
    kept.put(note(5), VKEY)
    with pytest.raises(VerifyError) as caught:
        kept.put(note(4), VKEY)
    assert caught.value.code == "verify.truncated"
    assert kept.checkpoint == note(5)


def tar_of(path: Path, *members: tuple[str, bytes, bytes]) -> Path:
    """A tar file with members of a name, a type and content."""
    with tarfile.open(path, "w") as archive:
        for name, kind, data in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def test_an_export_is_unpacked(tmp_path: Path) -> None:
    """Its files stand in the folder."""
    tar = tar_of(
        tmp_path / "t", ("audit/entries.jsonl", tarfile.REGTYPE, b"{}\n"), ("audit/checkpoint", tarfile.REGTYPE, b"x")
    )
    assert unpack(tar, tmp_path / "out") == 2
    assert (tmp_path / "out" / "entries.jsonl").read_bytes() == b"{}\n"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("audit/../x", tarfile.REGTYPE),
        ("../x", tarfile.REGTYPE),
        ("/tmp/x", tarfile.REGTYPE),
        ("audit/a/b", tarfile.REGTYPE),
        ("audit/.hidden", tarfile.REGTYPE),
        ("other/x", tarfile.REGTYPE),
        ("audit/x", tarfile.SYMTYPE),
        ("audit/x", tarfile.LNKTYPE),
        ("audit/x", tarfile.DIRTYPE),
        ("audit/x", tarfile.FIFOTYPE),
    ],
)
def test_what_climbs_links_or_hides_is_refused(tmp_path: Path, name: str, kind: bytes) -> None:
    """A tar file of a hostile server writes nothing outside the folder and makes no link."""
    tar = tar_of(tmp_path / "t", (name, kind, b""))
    with pytest.raises(FormatError):
        unpack(tar, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written over."""
    tar = tar_of(tmp_path / "t", ("audit/checkpoint", tarfile.REGTYPE, b"x"))
    with pytest.raises(UsageError):
        unpack(tar, tmp_path)
    (tmp_path / "t").write_bytes(b"no tar")
    with pytest.raises(FormatError):
        unpack(tar, tmp_path / "new")
