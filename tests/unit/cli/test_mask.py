"""``mask``, ``detect`` and ``kinds``: bytes exact, as a stream, without a key, a server or a package of the server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mgcli import Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]

SOURCE = str(Path(__file__).parents[3] / "src")


def spawn(tmp_path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """``milkglass`` as a process, on pipes."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE, "HOME": str(tmp_path), "LC_ALL": "C"}
    command = [sys.executable, "-m", "milkglass", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)


def test_the_line_of_the_issue(cli: Cli) -> None:
    """The line that started it all, stars for values, the rest untouched."""
    line = b"USER_LOGIN: Username=johndoe, Email=johndoe@email.com, Status=Success \n"
    ran = cli("mask", "--style", "stars", stdin=line)
    assert (ran.code, ran.out, ran.err) == (0, b"USER_LOGIN: Username=***, Email=***, Status=Success \n", "")
    assert cli("mask", stdin=line).out == ran.out


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\r\n\r\n",
        b"\x00\x01\x02",
        b"\xff\xfe\x00\xc3",
        b"no end",
        b"a\rb\nc\r\n",
        "gr\u00fc\u00df dich \U0001f600\n".encode(),
        b"x" * 1_000_000,
    ],
)
def test_bytes_without_findings_pass_as_they_are(cli: Cli, data: bytes) -> None:
    """Line ends, NUL, invalid UTF-8, long lines and a missing last line end come out as they went in."""
    assert cli("mask", stdin=data).out == data


def test_files_are_masked_in_order(cli: Cli, tmp_path: Path) -> None:
    """Several files come out one behind the other; ``-`` is stdin."""
    (tmp_path / "a").write_bytes(b"a jo@example.com")
    (tmp_path / "b").write_bytes(b"\nb jo@example.com\n")
    ran = cli("mask", "--style", "label", str(tmp_path / "a"), "-", str(tmp_path / "b"), stdin=b"!")
    assert ran.out == b"a <EMAIL>!\nb <EMAIL>\n"


def test_a_missing_file_is_a_usage_error(cli: Cli, tmp_path: Path) -> None:
    """Nothing is masked when a file is not there."""
    ran = cli("mask", str(tmp_path / "nothing"))
    assert (ran.code, ran.out) == (2, b"")


def test_seal_without_enrolment_is_one_way(cli: Cli) -> None:
    """Asked to seal without a key, values are masked one-way; equal ones stay equal."""
    ran = cli("mask", "--style", "seal", stdin=b"jo@example.com jo@example.com\n")
    first, second = ran.out.split()
    assert first == second
    assert [sealed.mode for _, _, sealed in find_sealed(ran.out)] == ["o", "o"]


def test_a_damaged_enrolment_is_said_and_nothing_passes(cli: Cli, tmp_path: Path) -> None:
    """A host that should seal and cannot read its enrolment writes no line at all, masked or not."""
    (tmp_path / "enrolment.json").write_text("{}")
    ran = cli("mask", "--enrolment", str(tmp_path / "enrolment.json"), stdin=b"jo@example.com\n")
    assert (ran.code, ran.out) == (2, b"")
    assert "enrolment" in ran.err


def test_a_bad_service_name_is_refused(cli: Cli) -> None:
    """A service that no grant could name is refused before anything is read."""
    assert cli("mask", "--service", "Shop!", stdin=b"x").code == 2


def test_lines_come_out_while_the_input_is_open(tmp_path: Path) -> None:
    """A slow pipe is not held up: each line leaves as soon as it is there."""
    with spawn(tmp_path, "mask") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(3):
            process.stdin.write(b"email=jo@example.com\n")
            process.stdin.flush()
            assert process.stdout.readline() == b"email=***\n"
        process.stdin.close()
        assert process.stdout.read() == b""


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    """``| head`` leaves no traceback behind."""
    with spawn(tmp_path, "mask", "/dev/stdin") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"jo@example.com\n" * 1000)
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        try:
            process.stdin.write(b"jo@example.com\n" * 100_000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_big_inputs_are_not_gathered(tmp_path: Path) -> None:
    """The memory of masking does not grow with the input (``ru_maxrss`` would count the process that started it)."""
    log = tmp_path / "big.log"
    with log.open("wb") as file:
        for _ in range(64):
            file.write(b"2026-11-24 INFO email=jo@example.com took 12 ms\n" * 21_000)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from milkglass.cli import main\n"
        "try:\n    main(['mask', sys.argv[1]])\n"
        "finally:\n    status = Path('/proc/self/status').read_text()\n"
        "    print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)\n"
    )
    environ = {"PYTHONPATH": SOURCE, "HOME": str(tmp_path)}
    command = [sys.executable, "-c", script, str(log)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environ, check=True)
    assert log.stat().st_size > 60 << 20
    assert int(done.stderr) < 80_000


def test_masking_needs_no_package_of_the_server(tmp_path: Path) -> None:
    """``mask`` starts without the client, the server and their packages, and so starts fast."""
    script = (
        "import sys\n"
        "from milkglass.cli.app import run\n"
        "assert run(['mask', '--style', 'stars', '/dev/null']) == 0\n"
        "heavy = {'httpx2', 'fastapi', 'pydantic', 'sqlalchemy', 'cryptography', 'uvicorn', 'cedarpy', 'segno', 'rich'}\n"
        "rooms = {'client', 'web', 'service', 'db', 'audit', 'keys', 'identity', 'access'}\n"
        "print(sorted(heavy & set(sys.modules)), sorted(r for r in rooms if 'milkglass.' + r in sys.modules))\n"
    )
    environ = {"PYTHONPATH": SOURCE, "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environ, check=True)
    assert done.stdout == b"[] []\n"


@pytest.mark.slow
def test_masking_starts_fast(tmp_path: Path) -> None:
    """A whole process for one line is quick enough for a shell loop; the best of five, so that a busy machine may pass."""
    best = 9.0
    for _ in range(5):
        began = time.perf_counter()
        with spawn(tmp_path, "mask") as process:
            process.communicate(b"jo@example.com\n")
        best = min(best, time.perf_counter() - began)
    assert best < 0.5


def test_detect_prints_one_array_a_line(cli: Cli) -> None:
    """Byte offsets in the line, end exclusive, sorted; a line without findings is an empty array; line ends do not count."""
    data = "gr\u00fc\u00dfe jo@example.com\r\n\nfrom 203.0.113.7".encode()
    ran = cli("detect", "--json", stdin=data)
    assert [json.loads(line) for line in ran.text.splitlines()] == [
        [{"start": 8, "end": 22, "kind": "email"}],
        [],
        [{"start": 5, "end": 16, "kind": "ipv4"}],
    ]


def test_detect_for_people_prints_no_value(cli: Cli) -> None:
    """Line, positions and kind; the value stays where it was."""
    ran = cli("detect", stdin=b"x\nmail jo@example.com\n")
    assert ran.text == "2:5-19 email\n"


def test_kinds(cli: Cli) -> None:
    """Each kind with its sensitivity and whether it opens."""
    rows = {row["name"]: row for row in cli("kinds", "--json").json}
    assert (rows["email"]["mode"], rows["password"]["mode"]) == ("d", "o")
    assert "under a grant" in cli("kinds").text


def test_enrolled_hosts_seal(cli: Cli, env: Env, tmp_path: Path) -> None:
    """With an enrolment in its place the default is to seal, and the row is in the keyring before the line is out."""
    assert cli("keys", "init", "--domain", "logs.example.com").code == 0
    enrolment = tmp_path / ".config" / "milkglass" / "enrolment.json"
    assert cli("keys", "enrol", "-o", str(enrolment)).code == 0
    ran = cli("mask", "--service", "shop", stdin=b"jo@example.com\n")
    ((_, _, sealed),) = find_sealed(ran.out)
    assert sealed.mode == "d"
    assert sealed.kid in (enrolment.parent / "keyring.jsonl").read_text()


def shell(tmp_path: Path, command: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A line of shell in which ``mg`` is milkglass."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE, "HOME": str(tmp_path), **environ}
    defined = f'mg() {{ "{sys.executable}" -m milkglass "$@"; }}; {command}'
    return subprocess.run(["bash", "-c", defined], capture_output=True, env=given, timeout=60, check=False)


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("echo jo@example.com | mg mask > /dev/full", 1, b"No space left"),
        ("mg mask <&-", 2, b"stdin is closed"),
        ("echo jo@example.com | mg mask >&-", 2, b"stdout is closed"),
        ("echo jo@example.com | mg mask --style", 2, b"requires an argument"),
        ("mg serve", 1, b"milkglass init"),
        ("MILKGLASS_SERVER=ftp://x mg whoami", 2, b"MILKGLASS_SERVER"),
        ("MILKGLASS_SERVER=http://logs.example.com mg login ann --password-stdin <<< pw", 2, b"TLS"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(tmp_path: Path, command: str, code: int, words: bytes) -> None:
    """Full disks, closed streams and wrong surroundings end with words and a code, never with a traceback or a value."""
    done = shell(tmp_path, command)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"defect" not in done.stderr
    assert b"jo@" not in done.stdout + done.stderr


def test_words_that_the_locale_cannot_write_are_escaped(tmp_path: Path) -> None:
    """A terminal of another alphabet gets escapes, not a traceback."""
    done = shell(tmp_path, "mg n\u00f6nsense \u4f60", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 2
    assert b"\\x" in done.stderr or b"\\u" in done.stderr


def test_an_interrupt_masks_what_was_read(tmp_path: Path) -> None:
    """Ctrl-C reaches both sides of a pipe; the unfinished last line of the other side still comes out, masked."""
    with spawn(tmp_path, "mask") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"up\nlast words to jo@example.com")
        process.stdin.flush()
        assert process.stdout.readline() == b"up\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == b"last words to ***"
        assert process.wait(20) == 130


def test_completion_knows_the_commands(tmp_path: Path) -> None:
    """TAB finds commands although they are not loaded."""
    done = shell(tmp_path, "mg", _MILKGLASS_COMPLETE="bash_complete", COMP_WORDS="milkglass re", COMP_CWORD="1")
    found = {line.partition(b",")[2] for line in done.stdout.splitlines()}
    assert found == {b"reveal", b"recovery", b"request", b"requests", b"review", b"return", b"revoke"}
