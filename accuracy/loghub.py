"""Which lines of the LogHub samples surely hold no personal data: a conservative rule, checked by hand on each of the eight files.

IO: reads ``../shared/data/loghub``. A line is left out as soon as anything in it could be an address, a host that names one, a user, a
home folder, a person or a credential; so what is changed in the lines that remain is damage. Times and class names stay.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "loghub"
_PERSONAL = re.compile(
    r"""
    \d{1,3}[.-]\d{1,3}[.-]\d{1,3}[.-]\d{1,3}        # an IPv4 address, also inside a host name
    | [0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f]{0,4}::?[0-9a-f]   # IPv6, MAC
    | @[\w-]+\.\w | [a-z]@[a-z] | /user/ | /home/ | /data/user
    | user_?id | \b(?:user|ruser|logname|rhost|login|uid|username|owner|account|acct|owned\ by)\b\s*[=:\s(]
    | \b(?:for|by|from)\ (?:user|invalid|root|\w+\ from)\b
    | pass(?:word|wd)?\b | token | secret | credential | authenticat | session | ftpd | connection\ from
    | \b(?:phone|tel|mobile|imei|imsi|number|contact|email|sms|call)\b
    | \(c\) | copyright | author | maintainer
    | [\w-]+\.(?:com|net|org|edu|gov|us|jp|de|kr|cn|tw|br|it|fr)\b   # hosts
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\b|\b\d{4}-\d{2}-\d{2}\b")


def holds_nothing(line: str) -> bool:
    """Whether the line surely holds no personal data."""
    return not _PERSONAL.search(_TIME.sub("T", line))


def lines(folder: Path = FOLDER) -> list[str]:
    """All lines of the samples; none where the folder is not."""
    return [
        line
        for path in sorted(folder.glob("*.log"))
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
