"""The masking handler among other handlers, threads and processes: install, uninstall, locks, forks, buffers."""

from __future__ import annotations

import io
import logging
import os
import threading
from contextlib import contextmanager
from logging.handlers import MemoryHandler
from typing import TYPE_CHECKING

import pytest

from milkglass import Masker
from milkglass.integrations.logging import MaskingHandler, install, uncovered, uninstall

if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL = "ann@example.com"


class Kept(logging.Handler):
    """Keeps the texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.texts.append(self.format(record))


@pytest.fixture
def kept() -> Kept:
    """The handler that writes in the end."""
    return Kept()


@contextmanager
def bare_root() -> Iterator[logging.Logger]:
    """The root logger without the handlers of pytest; everything is put back."""
    before, last = logging.root.handlers[:], logging.lastResort
    logging.root.handlers[:] = []
    try:
        yield logging.root
    finally:
        uninstall()
        logging.root.handlers[:], logging.lastResort = before, last


def test_flush_and_close_reach_the_handler(kept: Kept) -> None:
    """Buffers are flushed, masked, and closed through the wrapper."""
    memory = MemoryHandler(100, target=kept)
    handler = MaskingHandler(memory, Masker())
    handler.handle(logging.makeLogRecord({"levelno": logging.INFO, "msg": EMAIL}))
    assert kept.texts == []
    handler.flush()
    assert kept.texts == ["***"]
    handler.close()
    assert memory.target is None


def test_many_threads(kept: Kept) -> None:
    """Threads that log at once lose no line, mix no line and leak no value."""
    logger = logging.Logger("app")  # noqa: LOG001
    stream = io.StringIO()
    logger.addHandler(MaskingHandler(logging.StreamHandler(stream), Masker()))

    def work(number: int) -> None:
        for step in range(200):
            logger.info("n=%d.%d email=u%d@example.com end", number, step, number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 1600
    assert all(line.endswith(" email=*** end") for line in lines)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_while_another_thread_logs(kept: Kept) -> None:
    """A child that was forked while a thread held the handler can log."""
    stream = io.StringIO()
    logger = logging.Logger("app")  # noqa: LOG001
    handler = MaskingHandler(logging.StreamHandler(stream), Masker("seal"))
    logger.addHandler(handler)
    holds, leave = threading.Event(), threading.Event()

    def hold() -> None:
        handler.handler.acquire()
        holds.set()
        leave.wait(20)
        handler.handler.release()

    thread = threading.Thread(target=hold)
    # The fork handlers of logging wait for the locks of handlers; so let the lock go while the fork is on its way.
    thread.start()
    holds.wait(20)
    threading.Timer(0.05, leave.set).start()
    child = os.fork()
    if not child:
        logger.info(EMAIL)
        os._exit(0 if stream.getvalue().startswith("pii1") else 1)
    _, status = os.waitpid(child, 0)
    thread.join()
    assert status == 0


def test_install_covers_every_logger() -> None:
    """Handlers of the root and of loggers that do not propagate are wrapped, one shared by two loggers only once."""
    shared, own = Kept(), Kept()
    lonely = logging.getLogger("milkglass.test.lonely")
    lonely.propagate = False
    lonely.handlers[:] = [shared, own]
    with bare_root() as root:
        root.addHandler(shared)
        assert {handler for _, handler in uncovered()} >= {shared, own}
        assert install(Masker()) >= 2
        assert (install(Masker()), uncovered()) == (0, [])
        lonely.warning("mail %s", EMAIL)
        root.warning("mail %s", EMAIL)
        assert (shared.texts, own.texts) == (["mail ***"] * 2, ["mail ***"])
        uninstall()
        assert (lonely.handlers, root.handlers) == ([shared, own], [shared])
        root.warning(EMAIL)
        assert shared.texts[-1] == EMAIL
    lonely.handlers[:] = []


def test_install_covers_the_handler_of_last_resort(capsys: pytest.CaptureFixture[str]) -> None:
    """Without any handler ``logging`` writes warnings to stderr itself; these are masked too."""
    with bare_root():
        install(Masker())
        logging.getLogger("milkglass.test.nobody").warning("mail %s", EMAIL)
    assert capsys.readouterr().err == "mail ***\n"
