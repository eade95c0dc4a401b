"""A host that masks what its input says and does nothing else; ``test_masking_memory.py`` reads its memory.

Argument: the folder with ``enrolment.json``. Input: ``SECOND TEXT`` masks a text at that time, the answer is the masked text.
"""

from __future__ import annotations

import sys
from pathlib import Path

from milkglass import Masker

NOW = [0.0]


def main() -> None:
    """Until the input ends."""
    masker = Masker("seal", service="pay", enrolment=Path(sys.argv[1]) / "enrolment.json", clock=lambda: NOW[0])
    for line in sys.stdin:
        second, _, text = line.rstrip("\n").partition(" ")
        NOW[0] = float(second)
        print(masker.mask(text), flush=True)


main()
