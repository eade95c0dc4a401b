"""Rules do to every line of `vectors/rules` what is written there, and refuse what is written there, through the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from milkglass import Masker
from milkglass.errors import RulesFileError
from milkglass.masking.rules import RuleFault, Ruleset

FOLDER = Path(__file__).parents[2] / "vectors" / "rules"
FILES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
REFUSED = FILES.pop("refused")


@pytest.fixture(params=FILES)
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Masker, dict[str, Any]]:
    """A masker by the rules of a file, read from a folder, and the file."""
    found = FILES[request.param]
    (tmp_path / "rules.yaml").write_text("\n".join(found["rules"]), encoding="utf-8")
    for name, text in found["files"].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Masker(service=found["service"], rules=tmp_path / "rules.yaml"), found


def test_lines_become_what_is_written(vectors: tuple[Masker, dict[str, Any]]) -> None:
    """Each line is masked as the file says, as text and as bytes, and what was masked stays."""
    masker, found = vectors
    for line, expected in found["cases"]:
        assert masker.mask(line) == expected
        assert masker.mask_lines(line.encode()) == expected.encode()
        assert masker.mask(expected) == expected


def test_explanations_agree_with_findings(vectors: tuple[Masker, dict[str, Any]]) -> None:
    """What is explained as masked is what is found, and nothing of a line stands in an explanation."""
    masker, found = vectors
    for line, _ in found["cases"]:
        data = line.encode()
        if b"\n" in data:
            continue
        explained = masker.explain(data)
        assert [(one.start, one.end, one.kind) for one in explained.findings] == [
            (one.start, one.end, one.kind) for one in masker.find(data)
        ]
        assert all(one.seen for one in explained.findings)
        assert all(one.dropped_by is not None for one in explained.dropped)


@pytest.mark.parametrize("case", REFUSED["cases"], ids=lambda case: case["faults"][0])
def test_refused_files_say_where_and_why(case: dict[str, Any]) -> None:
    """Every fault has its place and code, words on one line, and stands in the error."""
    with pytest.raises(RulesFileError) as caught:
        Ruleset("\n".join(case["rules"]), name="r.yaml")
    faults = [fault for fault in caught.value.faults if isinstance(fault, RuleFault)]
    assert [f"{fault.line}:{fault.column} {fault.code}" for fault in faults] == case["faults"]
    assert (caught.value.code, "\n" in caught.value.message) == ("usage.ruleset.file", False)
    told = caught.value.message + caught.value.hint
    assert all(f"r.yaml:{fault.line}:{fault.column}: " in told for fault in faults)
