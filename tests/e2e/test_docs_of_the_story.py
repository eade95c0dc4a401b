"""What the tutorial and the how-to tell people to type exists, and prints what they say it prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import rich_click

from milkglass.cli.app import root

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "tutorial" / "first-elevation.md", ROOT / "docs" / "howto" / "mask-a-service.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(kind: str) -> list[str]:
    """The code blocks of a kind on both pages."""
    return [text for page in PAGES for language, text in BLOCK.findall(page.read_text()) if language == kind]


def typed() -> list[str]:
    """Every call of milkglass that a reader is told to type."""
    found = (re.search(r"milkglass [^>|`]*", line) for block in blocks("sh") for line in block.splitlines())
    return [match[0].strip() for match in found if match]


def environ(tmp_path: Path) -> dict[str, str]:
    """A shell that finds milkglass."""
    program = tmp_path / "bin" / "milkglass"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m milkglass "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    return {"PATH": path, "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path)}


@pytest.mark.parametrize("line", typed())
def test_commands_that_are_told_exist(line: str) -> None:
    """Command, options and arguments are those of the program."""
    command: click.Command = root
    words = shlex.split(line)[1:]
    ctx: click.Context = rich_click.RichContext(root, info_name="milkglass")
    while isinstance(command, click.Group):
        found = command.get_command(ctx, words.pop(0))
        assert found is not None, line
        command = found
    with command.make_context("x", words, resilient_parsing=True) as parsed:
        needed = [p for p in command.params if p.required and p.name and not getattr(p.type, "exists", False)]
        assert all(parsed.params[p.name or ""] for p in needed), line


def test_what_is_printed_is_what_is_told(tmp_path: Path) -> None:
    """Each ``$`` line of a console block is run in a shell, and prints the lines below it."""
    env = environ(tmp_path)
    examples = [text.removeprefix("$ ").split("\n", 1) for text in blocks("console")]
    assert len(examples) == 2
    for command, told in examples:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=env, check=True)
        assert (done.stdout, done.stderr) == (told, "")


def test_the_python_example_masks(tmp_path: Path) -> None:
    """The snippet of the logging handler runs as it stands and lets no value through."""
    (snippet,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", snippet], capture_output=True, text=True, env=environ(tmp_path), check=True
    )
    assert "login of ***" in done.stderr
    assert "jo@example.com" not in done.stderr
