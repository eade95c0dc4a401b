"""The README's examples are run as they stand: shell sessions in one shell, Python sessions as doctests, commands of ``make`` looked up."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _blocks(language: str) -> list[str]:
    return [body for name, body in _FENCE.findall(README) if name == language]


def _session(block: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with what it prints."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert parts[0] == "", "a session begins with a prompt"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _shell(folder: Path, commands: list[str]) -> list[str]:
    """What each command prints, all in one shell, as somebody would type them."""
    end = "--- end of a command ---"
    environ = {"HOME": str(folder), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    script = "".join(f"{command}\necho '{end}'\n" for command in commands)
    shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(shell, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split(f"{end}\n")[:-1]


@pytest.mark.slow
def test_the_shell_sessions_print_what_they_say(tmp_path: Path) -> None:
    """Every command of every session, in order, in an empty folder: the output is the README's, byte for byte."""
    sessions = [step for block in _blocks("console") for step in _session(block)]
    assert len(sessions) > 5
    printed = _shell(tmp_path, [command for command, _ in sessions])
    assert list(zip([command for command, _ in sessions], printed, strict=True)) == sessions


def test_the_python_sessions_print_what_they_say() -> None:
    """The Python examples work in a fresh interpreter, in order, with the results shown."""
    blocks = "\n".join(_blocks("python"))
    assert blocks.count(">>>") > 5
    code = (
        "import doctest, sys; sys.exit(doctest.testfile(sys.argv[1], module_relative=False, encoding='utf-8').failed)"
    )
    done = subprocess.run([sys.executable, "-c", code, ROOT / "README.md"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert doctest.DocTestParser().get_examples(blocks)


def test_the_commands_of_make_exist() -> None:
    """Each ``make NAME`` that a page at the top names is a target of the Makefile with a line of help."""
    helped = set(
        re.findall(r"^([a-z-]+(?: [a-z-]+)*):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    targets = {target for targets in helped for target in targets.split()} | {"help"}
    pages = [
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
    ]
    named = {
        name
        for page in pages
        for name in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", page, re.MULTILINE)
        for name in name
        if name
    }
    assert named
    assert named - targets == set()


def test_the_sentence_of_the_task() -> None:
    """The line that started it all stands in the README, with its exact answer."""
    command = r"printf 'USER_LOGIN: Username=johndoe, Email=johndoe@email.com, Status=Success \n' | milkglass mask --style stars"
    assert f"$ {command}\nUSER_LOGIN: Username=***, Email=***, Status=Success \n" in README


def test_the_number_of_kinds_is_right() -> None:
    """The README counts the kinds as the core does."""
    from milkglass.masking.kinds import KINDS

    assert re.findall(r"\b(\d+) kinds\b", README) == [str(len(KINDS))]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"\b(\d+) kinds\b", changes)[0] == str(len(KINDS))
