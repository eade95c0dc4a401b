"""A host that masks and fails in every way it can; ``test_masking_canaries.py`` runs it and reads all it leaves behind.

Arguments: a folder with ``enrolment.json``, and a file with the canaries, one a line. The random source is the file ``random``.
"""

from __future__ import annotations

import logging
import pickle
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from milkglass import Masker
from milkglass.errors import MilkglassError
from milkglass.integrations.logging import MaskingHandler
from milkglass.masking.enrolment import Enrolment, load

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = 1_795_521_600.0
RANDOM = (Path(sys.argv[1]) / "random").open("rb")


class Odd:
    """An object whose text is a value and whose text sometimes fails."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        raise ValueError(self.value)


def attempt(what: Callable[[], object]) -> None:
    """Do it and print everything that Python would ever print about it, locals included."""
    try:
        print(repr(what()))
    except Exception as error:  # noqa: BLE001 - every way to fail is wanted
        print(type(error).__name__, str(error), repr(error), getattr(error, "hint", ""), error.args)
        print("".join(traceback.TracebackException.from_exception(error).format()))


def log_everything(logger: logging.Logger, canary: str) -> None:
    """Put one value everywhere a record has room, in ways that fail as well."""
    logger.info("email=%s", canary, extra={"field": {"password": canary}, "odd": Odd(canary)})
    logger.warning("password=%s %s", canary, Odd(canary))
    logger.error("password=%s %s %s", canary)  # noqa: PLE1206 - too few on purpose
    try:
        raise ValueError(f"password={canary}")  # noqa: TRY301 - the traceback shall hold it
    except ValueError as error:
        error.add_note(f"secret: {canary}")
        logger.exception("token: '%s'", canary)


def make(folder: Path, enrolment: Enrolment, **more: object) -> Masker:
    """A masker that seals under the enrolment."""
    return Masker("seal", service="pay", enrolment=enrolment, random=RANDOM.read, **more)  # type: ignore[arg-type]  # hostile


def misuse(folder: Path, enrolment: Enrolment, canary: str) -> None:
    """Calls that are wrong, each with the value in it."""
    masker = make(folder, enrolment, clock=lambda: NOON)
    attempt(lambda: Masker(canary))
    attempt(lambda: Masker(service=canary))
    attempt(lambda: Masker(modes={canary: "d"}))
    attempt(lambda: Masker(modes={"email": canary}))
    attempt(lambda: Masker(enrolment=folder / "absent" / "enrolment.json"))
    attempt(lambda: masker.mask(canary.encode()))  # type: ignore[arg-type]  # hostile
    attempt(lambda: masker.mask_lines(canary))  # type: ignore[arg-type]  # hostile
    attempt(lambda: masker.mask_lines(memoryview(canary.encode())))  # type: ignore[arg-type]  # hostile
    attempt(lambda: masker.stream().feed(canary))  # type: ignore[arg-type]  # hostile
    attempt(lambda: pickle.dumps(masker))
    masker.mask(canary)
    attempt(lambda: (masker, masker.stream(), masker.problem, masker.__dict__))


def unable(folder: Path, enrolment: Enrolment, canary: str) -> None:
    """Masking while the keyring cannot be written, the clock is wild, and the random source repeats itself."""
    closed = Enrolment(enrolment.domain, folder / "file" / "keyring.jsonl", enrolment.pairs)
    for masker in (
        make(folder, closed, clock=lambda: NOON),
        make(folder, enrolment, clock=lambda: float("1e300")),
        Masker("seal", enrolment=enrolment, clock=lambda: NOON, random=bytes),
        make(folder, enrolment, clock=lambda: datetime(2031, 1, 1, tzinfo=UTC).timestamp()),
    ):
        attempt(lambda masker=masker: masker.mask(f"password={canary}"))
        attempt(lambda masker=masker: masker.problem)
        if isinstance(masker.problem, MilkglassError):
            report = traceback.TracebackException.from_exception(masker.problem, capture_locals=True)
            print("".join(report.format()))


def main() -> None:
    """All of it."""
    folder = Path(sys.argv[1])
    canaries = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    enrolment = load(folder / "enrolment.json")
    logger = logging.getLogger("app")
    logger.setLevel(logging.INFO)
    for handler in (logging.StreamHandler(), logging.FileHandler(folder / "app.log")):
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s %(field)s", defaults={"field": ""}))
        logger.addHandler(MaskingHandler(handler, make(folder, enrolment, clock=lambda: NOON)))
    rows = Enrolment(enrolment.domain, folder / "rows" / "keyring.jsonl", enrolment.pairs)
    for canary in canaries:
        log_everything(logger, canary)
        misuse(folder, rows, canary)
        unable(folder, enrolment, canary)


main()
