r"""What an engine did to a record: which planted values leaked, and whether anything else was changed. Pure.

The text between the labels is the frame. If the output is the frame with something in each gap, nothing else was changed, and what
stands in a gap is what became of the value. If the frame is broken (damage), record and output are aligned, longest common blocks
first, and what the blocks hold of a value is what is left of it.

A value has leaked if one of its cores (``values.py``: the local part of an address, the password of a URL, the surname) can be read:
both sides are freed of percent, ``\\u``, backslash and HTML escapes, of separators and of case, and a run of more than half of the
core's letters and digits, at least six, is still there; of a core of six or less, all of it. So the last four digits of a card may
stay, nine of its sixteen may not. Labels that a single blank, comma, colon or slash parts share one gap.

A value has the wrong kind if it was masked and no finding on it has its kind or one that means the same. Credentials are right under
any kind of credential: which key stands before them decides, and none of these opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from escapes import essence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from template import Label, Line

SHORT = 6
_GLUE = ("", " ", ", ", ":", "/")
CREDENTIALS = frozenset(
    [
        "password",
        "secret",
        "token",
        "api_key",
        "jwt",
        "bearer_token",
        "basic_auth",
        "private_key",
        "url_userinfo",
        "session_id",
        "cookie",
        "sentry_dsn",
        "slack_webhook",
        "aws_access_key",
        "aws_secret_key",
        "github_token",
        "gitlab_token",
        "slack_token",
        "stripe_key",
        "google_api_key",
        "openai_key",
        "anthropic_key",
        "npm_token",
        "pypi_token",
        "huggingface_token",
        "sendgrid_key",
        "digitalocean_token",
        "twilio_key",
        "telegram_token",
        "discord_token",
        "shopify_token",
        "mailgun_key",
        "azure_account_key",
    ]
)
_SAME: dict[str, frozenset[str]] = {
    "card_cvv": frozenset({"secret"}),
    "home_path": frozenset({"username"}),
    "name": frozenset({"username"}),
    "username": frozenset({"email", "name"}),
    "email": frozenset({"username"}),
    "mrz": frozenset({"passport"}),
    "pl_pesel": frozenset({"eu_vat"}),
    "pt_nif": frozenset({"eu_vat"}),
    "th_id": frozenset({"tw_id"}),
    "bank_account": frozenset({"iban"}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a record.

    Args:
        leaked: For each planted value, whether it can still be read.
        wrong: For each planted value, the other kind under which it was masked, or an empty text.
        is_damaged: Whether text outside the labels was changed.
    """

    leaked: tuple[bool, ...]
    wrong: tuple[str, ...]
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """The texts around the gaps, and the labels of each gap."""

    texts: tuple[str, ...]
    values: tuple[str, ...]
    labels: tuple[tuple[Label, ...], ...]


def judge(
    line: Line,
    output: str,
    spans: Sequence[tuple[int, int, str]] | None = None,
    credentials: frozenset[str] = CREDENTIALS,
) -> Verdict:
    """Compare an output with its record; ``spans`` are findings in bytes, for engines that give them."""
    frame = _frame(line)
    gaps = _gaps(frame, output)
    if gaps is None:
        leaked = _kept(line, output)
    else:
        leaked = {
            label: _reads(label.cores, gap) for gap, labels in zip(gaps, frame.labels, strict=True) for label in labels
        }
    planted = line.planted
    wrong = tuple("" if leaked[label] or spans is None else _other(label, spans, credentials) for label in planted)
    return Verdict(tuple(leaked[label] for label in planted), wrong, gaps is None)


def _frame(line: Line) -> _Frame:
    data = line.text.encode()
    ends = [label.start for label in line.labels[1:]] + [len(data)]
    texts = [data[: line.labels[0].start].decode() if line.labels else line.text]
    values: list[str] = []
    labels: list[tuple[Label, ...]] = []
    for label, end in zip(line.labels, ends, strict=False):
        after = data[label.end : end].decode()
        value = data[label.start : label.end].decode()
        if labels and texts[-1] in _GLUE and len(texts) > 1:
            values[-1] += texts.pop() + value
            labels[-1] = (*labels[-1], label)
        else:
            values.append(value)
            labels.append((label,))
        texts.append(after)
    return _Frame(tuple(texts), tuple(values), tuple(labels))


def _gaps(frame: _Frame, output: str) -> tuple[str, ...] | None:
    """What stands in the gaps; None if the frame is not there any more."""
    quick = _quick(frame, output)
    if quick is not None or not frame.labels:
        return quick
    pieces = [
        f"({re.escape(value)}|.*?){re.escape(text)}" for value, text in zip(frame.values, frame.texts[1:], strict=True)
    ]
    found = re.fullmatch(re.escape(frame.texts[0]) + "".join(pieces), output, re.DOTALL)
    return found.groups() if found else None


def _quick(frame: _Frame, output: str) -> tuple[str, ...] | None:
    """The usual case, each text at the first place where it stands; None if that leads nowhere."""
    if not output.startswith(frame.texts[0]):
        return None
    at, gaps = len(frame.texts[0]), []
    for number, (value, text) in enumerate(zip(frame.values, frame.texts[1:], strict=True), 1):
        if output.startswith(value + text, at):
            end = at + len(value)
        elif number == len(frame.values):
            end = len(output) - len(text)
        else:
            end = output.find(text, at)
        if end < at or not output.startswith(text, end):
            return None
        gaps.append(output[at:end])
        at = end + len(text)
    return tuple(gaps) if at == len(output) else None


def _reads(cores: tuple[str, ...], text: str) -> bool:
    bare = essence(text)
    return any(run in bare for core in cores for run in _runs(core))


def _runs(core: str) -> list[str]:
    bare = essence(core)
    need = len(bare) if len(bare) <= SHORT else max(SHORT, len(bare) // 2 + 1)
    return [bare[start : start + need] for start in range(len(bare) - need + 1)] if bare else []


def _kept(line: Line, output: str) -> dict[Label, bool]:
    """The same question when the frame is broken: what of each value the blocks hold that record and output share, in order."""
    blocks = SequenceMatcher(None, line.text, output, autojunk=False).get_matching_blocks()
    leaked = {}
    for label in line.labels:
        start, end = _characters(line, label.start), _characters(line, label.end)
        kept = (line.text[max(start, block.a) : min(end, block.a + block.size)] for block in blocks)
        leaked[label] = any(_reads(label.cores, text) for text in kept)
    return leaked


def _characters(line: Line, offset: int) -> int:
    return len(line.text.encode()[:offset].decode())


def _other(label: Label, spans: Sequence[tuple[int, int, str]], credentials: frozenset[str]) -> str:
    kinds = {kind for start, end, kind in spans if start < label.end and end > label.start}
    right = (
        {label.kind} | _SAME.get(label.kind, frozenset()) | (credentials if label.kind in CREDENTIALS else frozenset())
    )
    return "" if not kinds or kinds & right else min(kinds)
