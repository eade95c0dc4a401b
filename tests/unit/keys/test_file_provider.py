"""The key folder: what it opens, what it refuses, and what its files give away."""

from __future__ import annotations

import copy
import json
import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mgkeys import DOMAIN, PASSPHRASE, load_keys, make_keys, new_row

from milkglass.errors import FormatError, KeysError, MilkglassError, StorageError, UsageError
from milkglass.keys.wrapping import Profile

if TYPE_CHECKING:
    from milkglass.keys.providers.file import FileProvider


def edit(path: Path, **values: Any) -> None:
    """Change fields of a JSON file in place."""
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


# -- making and loading -----------------------------------------------------------------------------------------------------


def test_permissions_of_a_new_folder(keys: FileProvider, folder: Path) -> None:
    """Folders are for their owner, files too, and nothing lies about besides them."""
    modes = {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {
        "root.json": 0o600,
        "unseal": 0o700,
        "unseal/2026-11.json": 0o600,
        "unseal/2026-12.json": 0o600,
    }


def test_permissions_do_not_depend_on_the_umask(folder: Path) -> None:
    """A careless umask does not open the files."""
    mask = os.umask(0)
    try:
        make_keys(folder)
    finally:
        os.umask(mask)
    assert load_keys(folder).pairs()


def test_loaded_keys_are_the_same(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """A second process with the passphrase opens the same days and has the same side keys."""
    row, sealed = new_row(keys, tmp_path)
    loaded = load_keys(folder)
    assert loaded.open_day(row, ["email"])["email"].open(sealed) == (b"jo@example.com", False)
    assert loaded.side_key("texts") == keys.side_key("texts")
    assert (loaded.domain, loaded.pairs()) == (DOMAIN, keys.pairs())


def test_key_file(tmp_path: Path) -> None:
    """A server without a person at hand opens its root with a file of 32 bytes, through a link too."""
    file, link = tmp_path / "key", tmp_path / "link"
    file.write_bytes(bytes(range(32)))
    file.chmod(0o400)
    link.symlink_to(file)
    made = make_keys(tmp_path / "keys", key_file=file)
    loaded = load_keys(tmp_path / "keys", passphrase=None, key_file=link)
    assert loaded.side_key("rows") == made.side_key("rows")


def test_passphrase_in_either_unicode_form(folder: Path) -> None:
    """The same letters from another keyboard open the root."""
    made = make_keys(folder, passphrase="passphrasé café".encode())
    composed = "passphrase\u0301 cafe\u0301".encode()
    assert load_keys(folder, passphrase=composed).side_key("x") == made.side_key("x")


def test_passphrase_that_is_no_text(folder: Path) -> None:
    """Any bytes may be a passphrase."""
    made = make_keys(folder, passphrase=b"\xff\xfe" * 8)
    assert load_keys(folder, passphrase=b"\xff\xfe" * 8).side_key("x") == made.side_key("x")


@pytest.mark.parametrize(
    "given",
    [
        {"passphrase": None},
        {"key_file": Path("/nowhere"), "passphrase": PASSPHRASE},
        {"passphrase": b""},
        {"passphrase": b"too short"},
        {"passphrase": b"x" * 1025},
        {"domain": ""},
        {"domain": "Logs.example.com"},
        {"domain": "a/b"},
        {"domain": "x" * 201},
    ],
    ids=str,
)
def test_refused_before_anything_is_made(tmp_path: Path, given: dict[str, Any]) -> None:
    """What does not do is refused before there is a folder."""
    with pytest.raises(MilkglassError):
        make_keys(tmp_path / "keys", **given)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("size", [0, 31, 33, 64, 70_000])
def test_key_file_of_another_size(tmp_path: Path, size: int) -> None:
    """A key file has exactly 32 bytes."""
    (tmp_path / "key").write_bytes(b"k" * size)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises((UsageError, StorageError)):
        make_keys(tmp_path / "keys", key_file=tmp_path / "key")


def test_keys_are_never_written_over(keys: FileProvider, folder: Path) -> None:
    """Making keys where there are some is refused, and so is a second pair for a month; the files stay as they are."""
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    with pytest.raises(KeysError) as caught:
        make_keys(folder, seed="other")
    assert caught.value.code == "keys.exists"
    with pytest.raises(KeysError, match="already"):
        keys.create_pair("2026-11")
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before


def test_two_make_keys_at_once(tmp_path: Path) -> None:
    """Of many that make keys in one folder at the same moment exactly one does, and what is there loads."""
    outcomes: list[str] = []

    def attempt(number: int) -> None:
        try:
            make_keys(tmp_path / "keys", seed=str(number))
            outcomes.append("made")
        except KeysError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["keys.exists"] * 7 + ["made"]
    assert len(load_keys(tmp_path / "keys").pairs()) == 2


def test_crash_before_the_first_pair(keys: FileProvider, folder: Path) -> None:
    """A root without pairs, and with what a crash left of a pair that got no name, loads and gets its pairs."""
    shutil.rmtree(folder / "unseal")
    loaded = load_keys(folder)
    assert loaded.pairs() == []
    loaded.create_pair("2026-11")
    (folder / "unseal" / ".2026-12.json.1.1.new").write_text("{")
    assert [pair.month for pair in load_keys(folder).pairs()] == ["2026-11"]


DIES = """
import os, signal, sys
from pathlib import Path
from mgkeys import load_keys
keys = load_keys(Path(sys.argv[1]))
os.fsync = lambda fd: os.kill(os.getpid(), signal.SIGKILL)
keys.create_pair("2027-01")
"""


def test_kill_while_a_pair_is_made(keys: FileProvider, folder: Path) -> None:
    """Kill -9 before the pair is on the disk leaves the month without a pair, and it can be made again."""
    support = str(Path(__file__).parents[2] / "support")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([support, *filter(None, sys.path)])}
    died = subprocess.run([sys.executable, "-c", DIES, folder], check=False, timeout=60, env=environment)
    assert died.returncode == -signal.SIGKILL
    assert [pair.month for pair in load_keys(folder).pairs()] == ["2026-11", "2026-12"]
    assert keys.create_pair("2027-01") in load_keys(folder).pairs()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "", "../x", "2026-11/../x", "1999-01", "\uff12026-11"])
def test_pair_for_what_is_no_month(keys: FileProvider, month: str) -> None:
    """Only a month names a file."""
    with pytest.raises(FormatError):
        keys.create_pair(month)


def test_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses the root leaves nothing that looks like keys."""

    def refuse(fd: int, data: bytes) -> int:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(StorageError):
            make_keys(folder)
    assert not list(folder.iterdir())
    assert make_keys(folder).pairs()


# -- what opens it ----------------------------------------------------------------------------------------------------------


def test_wrong_passphrase_tells_nothing(keys: FileProvider, folder: Path) -> None:
    """A wrong passphrase and a changed root give the same words, so nobody learns which."""
    said = set()
    for passphrase in (b"correct horse batterz", b"", b"x" * 5000, PASSPHRASE + b" "):
        with pytest.raises(KeysError) as caught:
            load_keys(folder, passphrase=passphrase)
        said.add((caught.value.code, caught.value.message, caught.value.hint))
    wrapped = json.loads((folder / "root.json").read_text())["wrapped"]
    edit(folder / "root.json", wrapped="AAAA" + wrapped[4:])
    with pytest.raises(KeysError) as caught:
        load_keys(folder)
    said.add((caught.value.code, caught.value.message, caught.value.hint))
    assert said == {("keys.passphrase", "the root does not open", "check the passphrase or the key file")}


def test_passphrase_for_a_key_file_and_the_other_way(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """What kind of thing opens the root is said; it stands in the file anyway."""
    (tmp_path / "key").write_bytes(bytes(32))
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(KeysError, match="opens with a passphrase"):
        load_keys(folder, passphrase=None, key_file=tmp_path / "key")
    make_keys(tmp_path / "other", key_file=tmp_path / "key")
    with pytest.raises(KeysError, match="opens with a key file"):
        load_keys(tmp_path / "other")


@pytest.mark.parametrize("field", ["domain", "created_at"])
def test_edited_root(keys: FileProvider, folder: Path, field: str) -> None:
    """Whatever the root says about itself is authenticated."""
    edit(folder / "root.json", **{field: "other.example.com"})
    with pytest.raises(KeysError, match="does not open"):
        load_keys(folder)


@pytest.mark.parametrize(
    "kdf",
    [
        None,
        [],
        {"name": "argon2id"},
        {"name": "md5", "salt": "AA=="},
        {"name": "argon2id", "time_cost": 1, "memory_kib": 1 << 40, "lanes": 1, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"name": "argon2id", "time_cost": 10**9, "memory_kib": 8, "lanes": 1, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"name": "argon2id", "time_cost": True, "memory_kib": 8, "lanes": 1, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"name": "argon2id", "time_cost": 1, "memory_kib": 8, "lanes": 2, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"name": "argon2id", "time_cost": 1, "memory_kib": 8, "lanes": 1, "salt": "AA=="},
        {"name": "argon2id", "time_cost": 1, "memory_kib": 8, "lanes": 1, "salt": "AAAA", "x": 1},
    ],
)
def test_root_with_another_kdf(keys: FileProvider, folder: Path, kdf: object) -> None:
    """Parameters out of range are refused before any work is done; a file cannot make the server take all memory."""
    edit(folder / "root.json", kdf=kdf)
    with pytest.raises(FormatError):
        load_keys(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"v":1}', "\0" * 100])
@pytest.mark.parametrize("name", ["root.json", "unseal/2026-11.json"])
def test_damaged_file(keys: FileProvider, folder: Path, name: str, text: str) -> None:
    """A file that a disk damaged is named, at the start and not when the first value is to be opened."""
    (folder / name).write_text(text)
    with pytest.raises(FormatError, match=name):
        load_keys(folder)


@pytest.mark.parametrize("name", ["root.json", "unseal/2026-11.json"])
def test_file_cut_anywhere(keys: FileProvider, folder: Path, name: str) -> None:
    """A file that is cut at any byte never loads."""
    whole = (folder / name).read_bytes()
    for cut in range(0, len(whole) - 1, 7):
        (folder / name).write_bytes(whole[:cut])
        with pytest.raises(FormatError):
            load_keys(folder)


def test_missing_root(keys: FileProvider, folder: Path) -> None:
    """Without a root, or without the folder, the error says what is missing."""
    (folder / "root.json").unlink()
    with pytest.raises(KeysError) as caught:
        load_keys(folder)
    assert caught.value.code == "keys.missing"
    with pytest.raises(KeysError, match="there is no nowhere"):
        load_keys(folder.with_name("nowhere"))


@pytest.mark.parametrize("bit", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
@pytest.mark.parametrize("name", [".", "unseal", "root.json", "unseal/2026-12.json"])
def test_open_to_others(keys: FileProvider, folder: Path, name: str, bit: int) -> None:
    """A single bit for group or others on a folder or file stops the load, with the command that helps."""
    path = folder / name
    path.chmod(path.stat().st_mode | bit)
    with pytest.raises(KeysError) as caught:
        load_keys(folder)
    assert caught.value.code == "keys.permissions"
    assert "chmod" in caught.value.hint


def test_key_file_open_to_others(tmp_path: Path) -> None:
    """A key file that others can read is no secret."""
    (tmp_path / "key").write_bytes(bytes(32))
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(KeysError, match="open to others"):
        make_keys(tmp_path / "keys", key_file=tmp_path / "key")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_file_of_another_user(keys: FileProvider, folder: Path) -> None:
    """A file that another user owns, and so can read and change, is refused."""
    os.chown(folder / "root.json", 12_345, 12_345)
    with pytest.raises(KeysError, match="open to others"):
        load_keys(folder)


def test_links_and_pipes_in_the_folder(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """A link out of the folder is not followed, and a pipe does not make the server wait."""
    shutil.move(folder / "root.json", tmp_path / "root.json")
    (folder / "root.json").symlink_to(tmp_path / "root.json")
    with pytest.raises(MilkglassError):
        load_keys(folder)
    (folder / "root.json").unlink()
    os.mkfifo(folder / "root.json", 0o600)
    with pytest.raises(KeysError, match=r"there is no root\.json"):
        load_keys(folder)


# -- files of two servers ---------------------------------------------------------------------------------------------------


def test_pair_of_other_keys(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """A pair of another server with the same domain and passphrase is told apart, at the load and in a running server."""
    make_keys(tmp_path / "other", seed="other")
    shutil.copy(tmp_path / "other/unseal/2026-12.json", folder / "unseal/2026-12.json")
    with pytest.raises(KeysError) as caught:
        load_keys(folder)
    assert caught.value.code == "keys.foreign"
    with pytest.raises(KeysError, match="belongs to other keys"):
        keys.enrolment()


def test_root_of_other_keys(keys: FileProvider, folder: Path, tmp_path: Path) -> None:
    """A root put in place of this one does not go with the pairs."""
    make_keys(tmp_path / "other", seed="other")
    shutil.copy(tmp_path / "other/root.json", folder / "root.json")
    with pytest.raises(KeysError, match="belongs to other keys"):
        load_keys(folder)


def test_pair_under_another_month(keys: FileProvider, folder: Path) -> None:
    """A pair that was renamed to another month is refused, and so is one whose text was edited to fit."""
    november, december = folder / "unseal/2026-11.json", folder / "unseal/2026-12.json"
    shutil.copy(november, december)
    with pytest.raises(KeysError, match="belongs to other keys"):
        load_keys(folder)
    edit(december, unseal=f"{DOMAIN}/2026-12")
    with pytest.raises(KeysError, match="was changed"):
        load_keys(folder)


@pytest.mark.parametrize("field", ["public", "wrapped"])
def test_parts_of_two_pairs(keys: FileProvider, folder: Path, field: str) -> None:
    """A public half that is not that of the private half never reaches a masking host."""
    other = json.loads((folder / "unseal/2026-12.json").read_text())[field]
    edit(folder / "unseal/2026-11.json", **{field: other})
    with pytest.raises(KeysError, match="was changed"):
        keys.enrolment()


@pytest.mark.parametrize("name", ["2026-11.json~", "old", "2026-11 (copy).json"])
def test_foreign_file_among_the_pairs(keys: FileProvider, folder: Path, name: str) -> None:
    """A copy of a private half under another name would outlive its month, so the load says so."""
    shutil.copy(folder / "unseal/2026-11.json", folder / "unseal" / name)
    with pytest.raises(KeysError) as caught:
        load_keys(folder)
    assert caught.value.code == "keys.foreign"


# -- side keys, enrolment, what shows ---------------------------------------------------------------------------------------


def test_side_keys(keys: FileProvider, tmp_path: Path) -> None:
    """Each label has its own key of 32 bytes, different under another root."""
    labels = ["rows", "texts", "totp", "audit-signing", "accounting/2026", "accounting/2027"]
    made = [keys.side_key(label) for label in labels]
    other = make_keys(tmp_path / "other", seed="other")
    made += [other.side_key(label) for label in labels]
    assert len(set(made)) == 12
    assert {len(key) for key in made} == {32}


@pytest.mark.parametrize("label", ["", "A", "a" * 65, "a b", "a\n", "é", "../x"])
def test_side_key_label(keys: FileProvider, label: str) -> None:
    """A label is a short name."""
    with pytest.raises(FormatError):
        keys.side_key(label)


def test_enrolment_holds_public_halves_only(keys: FileProvider, folder: Path) -> None:
    """Nothing that opens stands in what a host gets, and nothing of it is wrapped key material either."""
    text = keys.enrolment().to_json()
    for path in (folder / "unseal").iterdir():
        assert json.loads(path.read_text())["wrapped"] not in text
    assert set(json.loads(text)) == {"v", "domain", "keyring", "pairs"}
    assert all(set(pair) == {"unseal", "public"} for pair in json.loads(text)["pairs"])


def test_nothing_secret_on_the_disk(keys: FileProvider, folder: Path) -> None:
    """No file has the root, a private half, a side key or the passphrase in it, as bytes, hex or base64."""
    import base64

    data = b"".join(path.read_bytes() for path in folder.rglob("*.json"))
    private = keys._pair("2026-11").private.private_bytes_raw()
    for secret in (keys._root, private, keys.side_key("rows"), PASSPHRASE):
        forms = [secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"=")]
        assert not any(form in data for form in forms)


def test_keys_do_not_show(keys: FileProvider, tmp_path: Path) -> None:
    """A provider and its kind keys do not print, pickle or copy."""
    row, _ = new_row(keys, tmp_path)
    kind_key = keys.open_day(row, ["email"])["email"]
    assert repr(keys) == str(keys) == f"{keys}" == "FileProvider(...)"
    for held in (keys, kind_key):
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                attempt(held)


@pytest.mark.parametrize("numbers", [(0, 8, 1), (1, 7, 1), (1, 8, 0), (65, 8, 1), (1.0, 8, 1)])
def test_profile_out_of_range(numbers: tuple[Any, Any, Any]) -> None:
    """A profile that does no work, or all the work of the world, is refused."""
    with pytest.raises(FormatError):
        Profile(*numbers)
