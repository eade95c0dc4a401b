"""``make bench`` goes on working: a benchmark that nobody can run is no evidence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.slow
def test_the_benchmark_runs() -> None:
    """One short run prints a row for each engine and the latency of single calls."""
    command = [sys.executable, BENCH / "run.py", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("| ")]
    assert rows.count("milkglass, stars") >= 1
    assert {"milkglass, seal", "hyperscan, starts and ends", "Python re", "stars", "seal"} <= set(rows)


def test_the_generated_log_is_the_same_at_every_run() -> None:
    """The seed decides: two runs compare the same bytes, and a third of the lines has something to mask."""
    code = "import corpus, hashlib, sys; data = corpus.app(3000); sys.stdout.write(hashlib.sha256(data).hexdigest())"
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=BENCH, capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
    assert len(runs.pop()) == 64
