"""``milkglass demo`` as a process: it does what it says, says what it does, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from milkglass.cli.demo import logs
from milkglass.cli.demo.stage import DemoFailedError, Stage
from milkglass.cli.demo.story import tell

SOURCE = str(Path(__file__).parents[2] / "src")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_holds_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Without a terminal it asks nothing, ends with 0, and its folder and server are gone."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "milkglass", "demo"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environ, check=False)
    told = done.stdout.decode()
    assert (done.returncode, done.stderr.decode()) == (0, ""), told
    assert list(tmp_path.iterdir()) == []
    assert "\x1b" not in told
    assert "verify.edited" in told
    assert "verify.truncated" in told
    for refused in ("code=4", "Traceback", "mgs_"):
        assert refused not in told


def test_a_step_that_fails_fails_the_demo(tmp_path: Path) -> None:
    """An exit code that is not the one announced, or a claim that does not hold, ends it."""
    at = Stage(tmp_path)
    with pytest.raises(DemoFailedError, match="exits with 2, not 0"):
        at.run("ann", "no-such-command")
    with pytest.raises(DemoFailedError, match="does not hold"):
        at.check("black is white", holds=False)
    at.run("ann", "no-such-command", code=2)
    assert at.checks == 1


def test_a_server_that_does_not_come_up_fails_the_demo(tmp_path: Path) -> None:
    """A folder that cannot be served is told, not waited for."""
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(DemoFailedError):
        tell(Stage(tmp_path))


def test_the_server_of_the_demo_serves_demos_only(tmp_path: Path) -> None:
    """The movable clock cannot be brought to a server's own folder: without a demo's clock file nothing starts."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCE}
    command = [sys.executable, "-m", "milkglass.cli.demo.server", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, env=environ, timeout=60, check=False)
    assert done.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_example_values_are_examples() -> None:
    """Nothing in the demo's logs belongs to anybody: example domains, documentation networks, test numbers."""
    for name, email, address, card in zip(*[iter(logs.VALUES)] * 4, strict=True):
        assert name
        assert email.partition("@")[2] in {"example.com", "example.org"}
        assert address.startswith(("192.0.2.", "198.51.100.", "203.0.113."))
        assert card in {"4111111111111111", "5555555555554444", "378282246310005"}
