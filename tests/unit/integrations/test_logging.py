"""The handler around a handler: what it masks, what it leaves alone, and what it does when things go wrong."""

from __future__ import annotations

import io
import json
import logging
import pickle
import queue
import threading
from logging.handlers import QueueHandler, QueueListener, SocketHandler
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from milkglass import Masker
from milkglass.integrations.logging import WITHHELD, MaskingHandler
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EMAIL = "ann@example.com"
CARD = "4111111111111111"
PASSWORD = "hunter2-xyzzy"


class Kept(logging.Handler):
    """Keeps the records and texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.records.append(record)
        self.texts.append(self.format(record))

    @property
    def text(self) -> str:
        """All texts."""
        return "\n".join(self.texts)

    def everything(self) -> str:
        """All that a handler could send of what it got."""
        return self.text + repr([record.__dict__ for record in self.records])


def fail(error: Exception) -> NoReturn:
    """Raise it."""
    raise error


class BrokenText:
    """Says nothing about itself but an error with a value in it."""

    def __str__(self) -> str:
        raise ValueError(EMAIL)

    __repr__ = __str__


class BrokenMasker(Masker):
    """Cannot mask, and says with what."""

    def mask(self, text: str) -> NoReturn:
        """Fail."""
        raise RuntimeError(text)


@pytest.fixture
def kept() -> Kept:
    """The handler that writes in the end."""
    return Kept()


@pytest.fixture
def logger(kept: Kept) -> Iterator[logging.Logger]:
    """A logger of its own with a masking handler."""
    made = logging.Logger("app", logging.DEBUG)  # noqa: LOG001 - outside the tree of loggers on purpose
    made.addHandler(MaskingHandler(kept, Masker("stars")))
    return made


def test_arguments_are_masked_where_they_stand(logger: logging.Logger, kept: Kept) -> None:
    """Lazy arguments are masked, whether they show their nature alone or only beside their key."""
    logger.info("mail to %s, password=%s", EMAIL, PASSWORD)
    assert kept.text == "mail to ***, password=***"
    assert PASSWORD not in kept.everything()
    assert EMAIL not in kept.everything()


def test_a_mapping_as_argument(logger: logging.Logger, kept: Kept) -> None:
    """The one-mapping form of arguments goes the same way."""
    logger.info("user=%(who)s", {"who": "ann"})
    assert kept.text == "user=***"
    assert "'ann'" not in kept.everything()


def test_arguments_that_a_formatter_reads(logger: logging.Logger, kept: Kept) -> None:
    """A formatter that takes the arguments apart, as uvicorn's access log does, finds them masked and in their types."""

    class Access(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            assert isinstance(record.args, tuple)
            client, method, path, status = record.args
            return f"{client}|{method}|{path}|{status!r}"

    logger.handlers[0].setFormatter(Access())
    logger.info('%s - "%s %s" %d', "192.0.2.7:51234", "GET", "/find?email=ann%40example.com&page=2", 200)
    assert kept.text == "***:51234|GET|/find?email=***&page=2|200"


@pytest.mark.parametrize(
    "args", [(b"ann@example.com",), (bytearray(b"ann@example.com"),), ([EMAIL],), ({"email": EMAIL}, 1)]
)
def test_arguments_of_any_type(logger: logging.Logger, kept: Kept, args: tuple[object, ...]) -> None:
    """Bytes, lists and mappings are masked as they would have been printed."""
    logger.info(("got %s", "got %s %s")[len(args) - 1], *args)
    assert "***" in kept.text
    assert EMAIL not in kept.everything()


def test_an_object_that_cannot_be_printed(
    logger: logging.Logger, kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    """One fixed line stands for a record that cannot be rendered; nothing is raised, nothing is said on stderr."""
    logger.warning("user %s %s", EMAIL, BrokenText())
    assert kept.texts == [WITHHELD]
    assert kept.records[0].levelno == logging.WARNING
    assert EMAIL not in kept.everything()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("args", [(), (1, 2), ("x", EMAIL)])
def test_wrong_number_of_arguments(
    logger: logging.Logger, kept: Kept, capsys: pytest.CaptureFixture[str], args: tuple[object, ...]
) -> None:
    """``logging`` itself prints the arguments of such a call on stderr; here they are withheld."""
    logger.info("%s %s %s", *args)
    assert EMAIL not in kept.everything() + "".join(capsys.readouterr())
    assert len(kept.texts) == 1


def test_a_masker_that_fails(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    """When masking itself fails the fixed line is written, with extra fields of a format filled in, never the text."""
    logger = logging.Logger("app")  # noqa: LOG001
    handler = MaskingHandler(kept, BrokenMasker())
    handler.setFormatter(logging.Formatter("%(levelname)s %(user)s %(message)s"))
    logger.addHandler(handler)
    logger.error("mail %s", EMAIL, extra={"user": EMAIL}, stack_info=True)
    assert kept.texts == [WITHHELD]
    assert EMAIL not in kept.everything() + "".join(capsys.readouterr())


def test_tracebacks_with_causes_and_notes(logger: logging.Logger, kept: Kept) -> None:
    """Values in an exception, in what caused it, in what it hid and in its notes are masked; the code lines stay."""
    try:
        try:
            fail(KeyError(EMAIL))
        except KeyError as cause:
            error = ValueError(f"card {CARD}")
            error.add_note("from 192.0.2.7")
            raise error from cause
    except ValueError:
        logger.exception("failed")
    assert "The above exception was the direct cause" in kept.text
    assert "ValueError: card ***" in kept.text
    assert not [value for value in (EMAIL, CARD, "192.0.2.7") if value in kept.everything()]


def test_a_traceback_that_an_earlier_handler_rendered(kept: Kept) -> None:
    """A plain handler first: the traceback it left in the record is not used. Behind: it sees the plain one, and its own."""
    before, behind = Kept(), Kept()
    logger = logging.Logger("app")  # noqa: LOG001
    for handler in (before, MaskingHandler(kept, Masker()), behind):
        logger.addHandler(handler)
    try:
        fail(ValueError(EMAIL))
    except ValueError:
        logger.exception("for %s", EMAIL)
    assert EMAIL not in kept.everything()
    assert before.text == behind.text
    assert before.text.count(EMAIL) == 2
    assert before.records[0] is behind.records[0]


def test_only_a_rendered_traceback(logger: logging.Logger, kept: Kept) -> None:
    """A record from elsewhere may hold the text of a traceback and no exception."""
    logger.handle(logging.makeLogRecord({"levelno": logging.INFO, "msg": "x", "exc_text": f"ValueError: {EMAIL}"}))
    assert kept.text == "x\nValueError: ***"


def test_stack_info(logger: logging.Logger, kept: Kept) -> None:
    """The stack shows code lines; a value in one is masked."""
    logger.info("here", stack_info=EMAIL == "ann@example.com")
    assert "Stack (most recent call last)" in kept.text
    assert EMAIL not in kept.everything()


def test_extra_fields_in_any_depth(logger: logging.Logger, kept: Kept) -> None:
    """Extra fields are masked beside their keys, deep, also numbers, bytes and objects; harmless ones keep their type."""
    extra: dict[str, Any] = {
        "password": PASSWORD,
        "event": {"user": {"email": EMAIL, "ids": [1, EMAIL]}, "card": int(CARD)},
        "raw": EMAIL.encode(),
        "thing": Exception(EMAIL),
        "broken": BrokenText(),
        "count": 3,
        "ok": True,
        "none": None,
        "share": 0.5,
    }
    logger.info("x", extra=extra)
    got = kept.records[0].__dict__
    assert not [value for value in (EMAIL, CARD, PASSWORD) if value in kept.everything()]
    assert (got["count"], got["ok"], got["none"], got["share"]) == (3, True, None, 0.5)
    assert got["broken"] == WITHHELD
    assert got["event"]["user"]["ids"] == [1, "***"]


def test_extra_fields_that_no_text_can_hold(logger: logging.Logger, kept: Kept) -> None:
    """A field that contains itself, or is nested too deep, withholds the record; nothing is raised."""
    round_and_round: dict[str, Any] = {"email": EMAIL}
    round_and_round["self"] = round_and_round
    deep: list[Any] = [EMAIL]
    for _ in range(100_000):
        deep = [deep]
    logger.info("x", extra={"field": round_and_round})
    logger.info("x", extra={"field": deep})
    assert kept.texts == [WITHHELD, WITHHELD]
    assert EMAIL not in kept.text


def test_the_record_of_the_caller_stays(logger: logging.Logger, kept: Kept) -> None:
    """The record that other handlers see is untouched: same message, arguments, fields and exception."""
    plain = Kept()
    logger.addHandler(plain)
    field = {"email": EMAIL}
    logger.info("mail %s", EMAIL, extra={"field": field})
    (record,) = plain.records
    assert (record.msg, record.args, record.__dict__["field"]) == ("mail %s", (EMAIL,), {"email": EMAIL})
    assert record.__dict__["field"] is field
    assert plain.text == f"mail {EMAIL}"


def test_key_and_value_that_meet_in_the_format(logger: logging.Logger, kept: Kept) -> None:
    """The finished text is masked too: there a key of the format stands beside a harmless message."""
    logger.handlers[0].setFormatter(logging.Formatter("password=%(message)s"))
    logger.info(PASSWORD)
    assert kept.text == "password=***"


def test_a_json_formatter(logger: logging.Logger, kept: Kept) -> None:
    """JSON stays JSON, with every field of the record in it."""

    class AsJson(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return json.dumps(record.__dict__ | {"message": record.getMessage()}, default=str)

    logger.handlers[0].setFormatter(AsJson())
    logger.info("mail %s", EMAIL, extra={"card": int(CARD), "token": "abcdefgh12345678"})
    made = json.loads(kept.text)
    assert (made["message"], made["card"], made["token"]) == ("mail ***", "***", "***")


def test_a_formatter_that_fails(logger: logging.Logger, kept: Kept) -> None:
    """A format that asks for a missing field gives the fixed line."""
    logger.handlers[0].setFormatter(logging.Formatter("%(missing)s %(message)s"))
    logger.info(EMAIL)
    assert kept.texts == [WITHHELD]


def test_a_formatter_given_to_the_wrapped_handler(logger: logging.Logger, kept: Kept) -> None:
    """A formatter that somebody gives to the handler underneath does not get round the second net for the next record."""
    kept.setFormatter(logging.Formatter("password=%(message)s"))
    logger.info(PASSWORD)
    assert kept.text == "password=***"


def test_a_multi_line_message(logger: logging.Logger, kept: Kept) -> None:
    """Each line of a message is masked, and a private key over several lines as a whole."""
    body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"
    key = f"-----BEGIN PRIVATE KEY-----\n{body}\n{body}\n-----END PRIVATE KEY-----"
    logger.info("user=ann\r\nmail %s\n%s\nend", EMAIL, key)
    logger.info("x", extra={"pem": key})
    assert kept.texts[0].startswith("user=***\r\nmail ***\n")
    assert kept.texts[0].endswith("\nend")
    assert body not in kept.everything()


def test_nothing_is_masked_twice(kept: Kept) -> None:
    """Sealed values pass the second net, and a second handler, as they are: one seal a value, and equal values stay equal."""
    logger = logging.Logger("app")  # noqa: LOG001
    masker = Masker("seal")
    logger.addHandler(MaskingHandler(MaskingHandler(kept, masker), masker))
    logger.info("mail %s", EMAIL)
    assert kept.text == masker.mask(f"mail {EMAIL}")
    (found,) = find_sealed(kept.text.encode())
    assert found[2].kind == "email"


def test_a_queue_and_its_listener(logger: logging.Logger, kept: Kept) -> None:
    """What goes over a queue to another thread or process is masked before it is put there, and can be pickled."""
    line: queue.SimpleQueue[Any] = queue.SimpleQueue()
    logger.handlers[:] = [MaskingHandler(QueueHandler(line), Masker())]
    try:
        fail(ValueError(EMAIL))
    except ValueError:
        logger.exception("mail %s", EMAIL, extra={"email": EMAIL})
    record = line.get(timeout=5)
    assert EMAIL.encode() not in pickle.dumps(record)
    listener = QueueListener(line, kept)
    listener.start()
    line.put(record)
    listener.stop()
    assert "mail ***" in kept.text


def test_a_handler_that_sends_records(logger: logging.Logger) -> None:
    """A handler that pickles the record and never formats it has nothing plain in its hands."""

    class Wire(SocketHandler):
        sent = b""

        def send(self, s: bytes) -> None:
            self.sent += s

    wire = Wire("127.0.0.1", 9)
    plain = Kept()
    logger.handlers[:] = [plain, MaskingHandler(wire, Masker())]
    try:
        fail(ValueError(EMAIL))
    except ValueError:
        logger.exception("password=%s mail %s", PASSWORD, EMAIL, extra={"email": EMAIL, "who": {"password": PASSWORD}})
    assert b"mail ***" in wire.sent
    assert EMAIL.encode() not in wire.sent
    assert PASSWORD.encode() not in wire.sent


def test_names_of_threads_and_loggers(kept: Kept) -> None:
    """The name of a thread or a logger may hold a value too."""
    logger = logging.Logger(f"session.{EMAIL}")  # noqa: LOG001
    logger.addHandler(MaskingHandler(kept, Masker()))
    thread = threading.Thread(target=logger.warning, args=("x",), name=f"worker for {EMAIL}")
    thread.start()
    thread.join()
    assert kept.texts == ["x"]
    assert EMAIL not in kept.everything()


def test_filters_and_levels_of_the_wrapped_handler(logger: logging.Logger, kept: Kept) -> None:
    """Filters see the plain record, as before; what they add is masked; levels hold."""

    def add(record: logging.LogRecord) -> bool:
        record.email = EMAIL
        return "secret stuff" not in record.getMessage()

    logger.handlers[0].addFilter(add)
    logger.handlers[0].setLevel(logging.INFO)
    logger.debug("too low")
    logger.info("secret stuff")
    logger.info("kept")
    assert kept.texts == ["kept"]
    assert kept.records[0].__dict__["email"] == "***"
    logger.handlers[0].removeFilter(add)
    logger.info("secret stuff")
    assert len(kept.texts) == 2


def test_a_handler_that_raises(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """A handler's own fault does not reach the application, and its words do not reach stderr."""

    class Raises(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError(EMAIL)

    logger.handlers[:] = [MaskingHandler(Raises(), Masker())]
    logger.info("x")
    assert capsys.readouterr().err == "milkglass: a log handler failed with OSError\n"


def test_the_report_of_logging_on_stderr(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """A stream that fails makes ``logging`` print the record: by then it is the masked one."""

    class Full(io.StringIO):
        def write(self, s: str) -> int:
            raise OSError(28, "No space left on device")

    logger.handlers[:] = [MaskingHandler(logging.StreamHandler(Full()), Masker())]
    logger.info("mail %s", EMAIL)
    report = capsys.readouterr().err
    assert "Logging error" in report
    assert EMAIL not in report


@pytest.mark.parametrize("make", [lambda: Masker("stars"), lambda: Masker("label"), lambda: Masker("seal")])
def test_surrogates_and_controls(kept: Kept, make: Callable[[], Masker]) -> None:
    """Texts that are no valid Unicode, NUL and colours pass; values in them do not."""
    logger = logging.Logger("app")  # noqa: LOG001
    logger.addHandler(MaskingHandler(kept, make()))
    logger.info("\ud800 \0 \x1b[31muser=ann\x1b[0m %s", EMAIL, extra={"odd": f"\udfff {EMAIL}"})
    assert EMAIL not in kept.everything()
    assert "\ud800 \0" in kept.text


def test_a_record_with_nothing_in_it_is_handed_on(logger: logging.Logger, kept: Kept) -> None:
    """No copy is made where there is nothing to mask: the handler gets the very record that others get."""
    plain = Kept()
    logger.addHandler(plain)
    logger.info("request %s done in %d ms", "a1b2", 12)
    assert kept.records[0] is plain.records[0]
    assert kept.texts == plain.texts == ["request a1b2 done in 12 ms"]


def test_rules_of_the_host_hold_in_records_and_texts(tmp_path: Path) -> None:
    """Words, keys and paths of a rules file are masked in messages, arguments and extra fields; a new file counts for the next record."""
    rules, now = tmp_path / "rules.yaml", [1_795_521_600.0]
    text = "version: 1\nwords: [{kind: codename, words: [Xyzzy]}]\npaths: [{path: '**.room', kind: room}]\n"
    rules.write_text(text)
    stream = io.StringIO()
    inner = logging.StreamHandler(stream)
    inner.setFormatter(logging.Formatter("%(message)s %(where)s"))
    handler = MaskingHandler(inner, Masker(rules=rules, clock=lambda: now[0]))
    record = {"name": "shop", "levelno": 20, "msg": "at %s", "args": ("xyzzy",), "where": {"room": "B2", "floor": "2"}}
    handler.handle(logging.makeLogRecord(record))
    rules.write_text(text + "style: label\n")
    for _ in range(3):
        now[0] += 1
        handler.handle(logging.makeLogRecord(record))
    lines = stream.getvalue().splitlines()
    assert lines[0] == "at *** {'room': '***', 'floor': '2'}"
    assert lines[-1] == "at <CODENAME> {'room': '<ROOM>', 'floor': '2'}"
    assert "xyzzy" not in stream.getvalue()


def test_a_handler_with_ways_of_its_own_keeps_them() -> None:
    """A handler that overrides `filter`, or whose `emit` was replaced, does what it did before, with masked records."""

    class Picky(logging.StreamHandler[io.StringIO]):
        def filter(self, record: logging.LogRecord) -> bool:
            return "drop" not in record.getMessage()

    stream, seen = io.StringIO(), list[str]()
    picky, replaced = Picky(stream), logging.StreamHandler(io.StringIO())
    replaced.emit = lambda record: seen.append(record.getMessage())  # type: ignore[method-assign]  # as hosts do it
    logger = logging.Logger("own ways")  # noqa: LOG001 - one of its own, without handlers of others
    logger.handlers[:] = [MaskingHandler(picky, Masker()), MaskingHandler(replaced, Masker())]
    logger.warning("drop %s", EMAIL)
    logger.warning("keep %s", EMAIL)
    assert stream.getvalue() == "keep ***\n"
    assert seen == ["drop ***", "keep ***"]
