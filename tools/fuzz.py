"""Runs the fuzz targets of `rust/fuzz` one after the other: `make fuzz`, `docs/howto/fuzz.md`.

The time is split between the targets. Each begins with the texts of `vectors/` and what earlier runs kept in `rust/fuzz/corpus`, and
knows the words that announce values and the prefixes of credentials. Prints a line for each target; exits 1 on a finding.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FUZZ = ROOT / "rust" / "fuzz"
CORPUS = FUZZ / "corpus"
DETECT = ROOT / "rust" / "core" / "src" / "detect"
SHARES = {"mask": 3, "find": 1, "stream": 1, "open": 1, "differential": 2}
"""The targets, and how much of the time each gets."""
HEADS = {"mask": b"\0", "find": b"\0", "stream": b"\x10\x10\x10\x10\x10\x10\0", "open": b"\0", "differential": b"\0"}
"""What the bytes of an input begin with when a text follows as it is: `rust/fuzz/src/text.rs`."""
LONGEST = 4096
MARKS = r"""
@ %40 %2540 \u0040 : = => := %3D %3A %253D \u003d " ' \" \\\" \n \r\n %20 %22 %26 %2B :// %3A%2F%2F :\/\/ -- *** <EMAIL> null {" ":" ","
pii1d_ pii1o_ pii1d_email_ eyJ Bearer Basic -----BEGIN -----END MAC= version Chrome/ IDENTIFIED by for from is curl mysql [31m
192.0.2.7 2001:db8::1 00:1a:2b:3c:4d:5e 123-45-6789 4111111111111111 DE89370400440532013000 +14155550132
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one target did."""

    target: str
    seconds: int
    executions: int
    finding: str | None

    def line(self) -> str:
        """For the table."""
        return f"{self.target:<14}{self.seconds:>8}{self.executions:>14,}  {self.finding or 'nothing'}"


def texts() -> list[str]:
    """The texts of the vectors, without their marks."""
    files = [path for folder in ("detect", "evasion") for path in sorted((ROOT / "vectors" / folder).glob("*.json"))]
    found = [text for path in files for text in strings(json.loads(path.read_text(encoding="utf-8")))]
    return [re.sub(r"«(?:[a-z0-9_]+\|)?([^»]*)»", r"\1", text) for text in found]


def strings(value: object) -> list[str]:
    """Every string in a JSON document."""
    match value:
        case str():
            return [value]
        case list():
            return [text for item in value for text in strings(item)]
        case dict():
            return [text for item in value.values() for text in strings(item)]
        case _:
            return []


def write_seeds(target: str) -> None:
    """Put the texts into the corpus of a target."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts():
        seed = HEADS[target] + text.encode()
        (folder / hashlib.sha256(seed).hexdigest()[:40]).write_bytes(seed)


def words() -> list[bytes]:
    """Anchors, the vocabulary of keys and the prefixes of credentials, read from the source."""
    found: set[bytes] = {mark.encode() for mark in MARKS.split()}
    for path in DETECT.rglob("*.rs"):
        source = path.read_text(encoding="utf-8").split("#[cfg(test)]")[0]
        found.update(
            text.encode() for text in re.findall(r'\b(?:word|end|part|whole|person|phone)\("([a-z]+)"', source)
        )
        found.update(text.encode() for text in re.findall(r'\b(?:form|sized)\(Kind::\w+, b"([^"\\]+)"', source))
    return sorted(found)


def write_dictionary() -> Path:
    """The words in the notation of libFuzzer."""
    path = CORPUS / "words.dict"
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words()]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def run(target: str, seconds: int, dictionary: Path) -> Run:
    """Fuzz one target for some seconds, or until it finds something."""
    options = [
        f"-max_total_time={seconds}",
        f"-dict={dictionary}",
        f"-max_len={LONGEST}",
        "-print_final_stats=1",
        "-timeout=20",
    ]
    command = ["cargo", "+nightly", "fuzz", "run", "--fuzz-dir", str(FUZZ), target, "--", *options, "-verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    count = re.search(r"number_of_executed_units: *(\d+)", said)
    spent = re.search(r"Done \d+ runs in (\d+) second", said)
    written = re.search(r"Test unit written to (\S+)", said)
    finding = Path(written[1]).name if written else None
    if done.returncode != 0:
        print(message(said), file=sys.stderr)
        finding = finding or f"exit code {done.returncode}"
    return Run(target, int(spent[1]) if spent else seconds, int(count[1]) if count else 0, finding)


def message(said: str) -> str:
    """What the target complained of, or the end of its output."""
    lines = said.splitlines()
    panics = [index for index, line in enumerate(lines) if " panicked at " in line]
    return "\n".join(lines[panics[0] : panics[0] + 4] if panics else lines[-40:])


def main() -> int:
    """Run the targets asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("targets", nargs="*", metavar="target", help=f"of {', '.join(SHARES)}; all if none is named")
    arguments = parser.parse_args()
    targets = arguments.targets or list(SHARES)
    CORPUS.mkdir(parents=True, exist_ok=True)
    dictionary, whole = write_dictionary(), sum(SHARES[target] for target in targets)
    runs = []
    for target in targets:
        write_seeds(target)
        runs.append(run(target, max(1, arguments.seconds * SHARES[target] // whole), dictionary))
        print(f"fuzzed {target}", file=sys.stderr)
    print(f"{'target':<14}{'seconds':>8}{'executions':>14}  finding (rust/fuzz/artifacts)")
    print("\n".join(result.line() for result in runs))
    return int(any(result.finding for result in runs))


if __name__ == "__main__":
    sys.exit(main())
