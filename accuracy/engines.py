"""The engines under test. IO: others run as processes in a virtual environment of their own, ``worker.py`` is their side.

An engine takes texts and gives masked texts and the seconds it took. One that is not installed gives its reason instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-accuracy" / "bin" / "python"
WORKER = Path(__file__).parent / "worker.py"
# Every n-th record is enough for slow ones. Odd, because every second record is clean.
SAMPLES = {"presidio": 15, "scrubadub": 5, "datafog": 3, "cpex": 1}
TITLES = {
    "milkglass": "milkglass",
    "presidio": "presidio, pattern recognizers only",
    "datafog": "datafog, regex engine",
    "scrubadub": "scrubadub",
    "cpex": "cpex-pii-filter",
}

Spans = list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Masked:
    """What came out of an engine.

    Args:
        texts: One for each text that went in.
        seconds: Without start and import.
        spans: Findings in bytes, if the engine tells its kinds by milkglass's names.
        missing: Why there is nothing, if there is nothing.
    """

    texts: Sequence[str]
    seconds: float
    spans: Sequence[Spans] | None = None
    missing: str = ""


class Engine(Protocol):
    """Whatever masks texts."""

    def __call__(self, texts: Sequence[str]) -> Masked:
        """Mask them all."""


def milkglass(texts: Sequence[str]) -> Masked:
    """The masker of this repository, in this process."""
    from milkglass import Masker

    masker = Masker("label")
    begin = time.perf_counter()
    masked = [masker.mask(text) for text in texts]
    seconds = time.perf_counter() - begin
    spans = [[(found.start, found.end, found.kind) for found in masker.find(text.encode())] for text in texts]
    return Masked(masked, seconds, spans)


def other(name: str) -> Engine:
    """One of the other engines, as a process."""

    def run(texts: Sequence[str]) -> Masked:
        if not PYTHON.exists():
            return Masked([], 0, missing="not installed (make accuracy installs it)")
        job = json.dumps({"engine": name, "texts": texts})
        # No proxy: whoever looks something up in the network gets an error at once instead.
        env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        done = subprocess.run([PYTHON, WORKER], input=job, capture_output=True, text=True, check=False, env=env)
        lines = done.stdout.splitlines()
        if done.returncode or not lines:
            return Masked([], 0, missing=(done.stderr.strip().splitlines() or ["no answer"])[-1])
        answer = json.loads(lines[-1])
        return Masked(answer["texts"], answer["seconds"], missing=answer["missing"])

    return run


def engine(name: str) -> Engine:
    """The engine of a name."""
    return milkglass if name == "milkglass" else other(name)
