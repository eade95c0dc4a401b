"""Says at the end of a run how many published vectors were checked, whatever process checked them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests note ``vectors`` with ``record_property``; reports carry it home from the workers."""
    passed = terminalreporter.stats.get("passed", [])
    counts = [int(str(value)) for report in passed for name, value in report.user_properties if name == "vectors"]
    if counts:
        terminalreporter.write_line(f"published vectors of ciphers, hashes and signatures: {sum(counts)} right")
