"""Python's own ``logging``: a handler around a handler, which hands on a masked copy of each record.

Two nets (``ARCHITECTURE.md``, flow one). The *copy of the record* is masked whole (message, arguments, traceback, stack, extra
fields, names of threads), for handlers that send records and not texts. Then the *formatted text* is masked, because a key and
its value may meet only there. Sealed values pass the second net unchanged. The record of the caller is never touched, so other
handlers see what they saw before. Whatever goes wrong: a fixed line is written in place of the record, nothing is raised.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from milkglass.masking.masker import Masker

if TYPE_CHECKING:
    from collections.abc import Callable

WITHHELD = "[milkglass withheld this line: it could not be masked]"
"""The line that stands for a record that could not be masked or formatted."""

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_NAMES = ("name", "pathname", "funcName", "threadName", "processName", "taskName")
_SIMPLE = frozenset({str, int, float, bool, type(None)})
_PLAIN = logging.Formatter()


# Handlers that write what the formatter makes, and read nothing else of a record that says something of its message.
_WRITERS = frozenset({logging.StreamHandler, logging.FileHandler})
# The names of the fields that a format reads, by its style; one too many does no harm.
_FIELDS = {
    logging.PercentStyle: re.compile(r"%\((.*?)\)"),
    logging.StrFormatStyle: re.compile(r"\{([^{}.\[!:]*)"),
    logging.StringTemplateStyle: re.compile(r"\$\{?(\w+)"),
}


class MaskingHandler(logging.Handler):
    """Masks records on their way to another handler; level, filters and formatter stay that handler's own.

    Safe between threads and over a fork: it has no lock, the other handler's is held while that one writes.

    Args:
        handler: Who writes. From now on it writes masked texts only.
        masker: How to mask; stars if none is given.
    """

    def __init__(self, handler: logging.Handler, masker: Masker | None = None) -> None:
        super().__init__()
        self.handler = handler
        self.masker = masker or Masker()
        self._is_writer = type(handler) in _WRITERS
        self.setFormatter(handler.formatter)

    def createLock(self) -> None:  # noqa: N802 - the name logging calls
        """Have none; the other handler locks."""
        self.lock = None

    def setFormatter(self, fmt: logging.Formatter | None) -> None:  # noqa: N802 - the name logging calls
        """Let the other handler format with ``fmt``, and mask what comes out."""
        if not isinstance(fmt, _MaskingFormatter):
            fmt = _MaskingFormatter(fmt, self.masker)
        self.formatter = fmt
        self.handler.setFormatter(fmt)

    def setLevel(self, level: int | str) -> None:  # noqa: N802 - the name logging calls
        """Set the other handler's level."""
        self.handler.setLevel(level)

    def addFilter(self, filter: Any) -> None:  # noqa: N802, A002 - the names logging calls
        """Add a filter to the other handler; it sees the record as it is."""
        self.handler.addFilter(filter)

    def removeFilter(self, filter: Any) -> None:  # noqa: N802, A002 - the names logging calls
        """Take a filter from the other handler."""
        self.handler.removeFilter(filter)

    def handle(self, record: logging.LogRecord) -> bool:
        """Filter, mask, write; whether the record was let through. Never raises."""
        handler = self.handler
        try:
            if record.levelno < handler.level:
                return False
            is_plain = self._is_plain()
            if handler.filters or not is_plain:
                # Since Python 3.12 a filter may answer with another record.
                passed: Any = handler.filter(record)
                if not passed:
                    return False
                record = passed if isinstance(passed, logging.LogRecord) else record
            self._emit(record, is_plain=is_plain)
        except Exception as error:  # noqa: BLE001 - no fault of logging may reach the application
            _complain(error)
            return False
        return True

    def emit(self, record: logging.LogRecord) -> None:
        """Mask and write without asking the filters."""
        self._emit(record, is_plain=self._is_plain())

    def _emit(self, record: logging.LogRecord, *, is_plain: bool) -> None:
        handler: Any = self.handler
        formatter = handler.formatter
        if type(formatter) is not _MaskingFormatter:
            formatter = self._cover(formatter)
        is_simple = formatter.makes_all and not (record.exc_info or record.exc_text or record.stack_info)
        if is_simple and is_plain and handler.stream is not None:
            self._write(record, formatter.format(record))
            return
        masked = _masked(record, self.masker, formatter.inner or _PLAIN)
        handler.acquire()
        try:
            handler.emit(masked)
        finally:
            handler.release()

    def _write(self, record: logging.LogRecord, text: str) -> None:
        """As `StreamHandler.emit`, with a text that is masked; its own report of a fault would print the record as it is."""
        handler: Any = self.handler
        handler.acquire()
        try:
            handler.stream.write(text + handler.terminator)
            handler.flush()
        except Exception:  # noqa: BLE001 - as there
            handler.handleError(_saying(record, text))
        finally:
            handler.release()

    def flush(self) -> None:
        """Flush the other handler."""
        self.handler.flush()

    def close(self) -> None:
        """Close the other handler."""
        self.handler.close()
        super().close()

    def release_handler(self) -> logging.Handler:
        """The other handler as it was before, writing plain texts again."""
        if isinstance(self.handler.formatter, _MaskingFormatter):
            self.handler.formatter = self.handler.formatter.inner
        return self.handler

    def _is_plain(self) -> bool:
        """Whether the other handler is one of the standard library's that write, with none of its ways replaced."""
        own = self.handler.__dict__
        return self._is_writer and not ("emit" in own or "filter" in own or "format" in own)

    def _cover(self, formatter: logging.Formatter | None) -> _MaskingFormatter:
        """Mask what a formatter makes that somebody gave the other handler."""
        self.setFormatter(formatter)
        return cast("_MaskingFormatter", self.handler.formatter)


def _saying(record: logging.LogRecord, text: str) -> logging.LogRecord:
    """A copy that says the text, without arguments."""
    copy = logging.LogRecord.__new__(logging.LogRecord)
    copy.__dict__.update(record.__dict__)
    copy.msg, copy.args = text, None
    return copy


class _MaskingFormatter(logging.Formatter):
    """Masks what another formatter makes. Texts and bytes; anything else was made of a masked record and passes."""

    def __init__(self, inner: logging.Formatter | None, masker: Masker) -> None:
        super().__init__()
        self.inner, self._masker = inner, masker
        self.makes_all = _reads_standard_fields(inner or _PLAIN)

    def format(self, record: logging.LogRecord) -> str:
        try:
            made: Any = (self.inner or _PLAIN).format(record)
            if isinstance(made, bytes):
                made = self._masker.mask_lines(made)
            return self._masker.mask(made) if isinstance(made, str) else cast("str", made)
        except Exception:  # noqa: BLE001 - what it says may hold a value
            return WITHHELD

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return (self.inner or _PLAIN).formatTime(record, datefmt)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return self._masker.mask((self.inner or _PLAIN).formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return self._masker.mask((self.inner or _PLAIN).formatStack(stack_info))


def _reads_standard_fields(formatter: logging.Formatter) -> bool:
    """Whether what it makes holds nothing but the fields that every record has, and so can be masked as one text."""
    if type(formatter) is not logging.Formatter:
        return False
    fields = _FIELDS.get(type(formatter._style))  # noqa: SLF001 - there is no public way to ask
    return fields is not None and _STANDARD.issuperset(fields.findall(formatter._style._fmt))  # noqa: SLF001


def install(masker: Masker | None = None) -> int:
    """Put a masking handler around every handler of every logger, and around the one of last resort.

    Call it after logging was set up, and again after it was set up anew; what is masked already stays so. Handlers that are added
    later are not covered: :func:`uncovered` names them.

    Args:
        masker: How to mask; stars if none is given.

    Returns:
        How many handlers were wrapped.
    """
    masker = masker or Masker()
    wrapped: dict[int, MaskingHandler] = {}

    def wrap(handler: logging.Handler) -> logging.Handler:
        if isinstance(handler, MaskingHandler):
            return handler
        if id(handler) not in wrapped:
            wrapped[id(handler)] = MaskingHandler(handler, masker)
        return wrapped[id(handler)]

    _replace_handlers(wrap)
    return len(wrapped)


def uninstall() -> int:
    """Take every masking handler away again; the handlers under them write plain texts from then on.

    Returns:
        How many handlers were released.
    """
    released: set[int] = set()

    def release(handler: logging.Handler) -> logging.Handler:
        if not isinstance(handler, MaskingHandler):
            return handler
        released.add(id(handler))
        return handler.release_handler()

    _replace_handlers(release)
    return len(released)


def uncovered() -> list[tuple[str, logging.Handler]]:
    """The handlers that write plain texts, each with the name of its logger."""
    return [
        (logger.name, handler)
        for logger in _loggers()
        for handler in logger.handlers
        if not isinstance(handler, (MaskingHandler, logging.NullHandler))
    ]


def _loggers() -> list[logging.Logger]:
    known = list(logging.root.manager.loggerDict.values())
    return [logging.root, *(logger for logger in known if isinstance(logger, logging.Logger))]


def _replace_handlers(change: Callable[[logging.Handler], logging.Handler]) -> None:
    for logger in _loggers():
        logger.handlers[:] = [change(handler) for handler in logger.handlers]
    if logging.lastResort is not None:
        # The stub wants its own class; logging itself only calls handle() and reads the level.
        logging.lastResort = cast("Any", change(logging.lastResort))


def _masked(record: logging.LogRecord, masker: Masker, formatter: logging.Formatter) -> logging.LogRecord:
    """The record if there is nothing to mask; else a copy without personal data, or with nothing at all if that fails."""
    try:
        return record if _is_clean(record, masker.mask) else _copy(record, masker.mask, formatter)
    except Exception:  # noqa: BLE001 - on doubt withhold
        return _withheld(record)


def _is_clean(record: logging.LogRecord, mask: Callable[[str], str]) -> bool:
    """Whether an ordinary record has nothing to mask, in one look: most have not, and a copy costs as much as logging."""
    if record.exc_info or record.exc_text or record.stack_info or record.__dict__.keys() - _STANDARD:
        return False
    arguments = record.args or ()
    if not isinstance(arguments, tuple) or any(type(value) not in _SIMPLE for value in arguments):
        return False
    texts = [record.getMessage(), *(value for value in arguments if isinstance(value, str))]
    together = "\n".join(texts + [str(getattr(record, name, "")) for name in _NAMES])
    return type(record.msg) is str and mask(together) is together


def _copy(record: logging.LogRecord, mask: Callable[[str], str], formatter: logging.Formatter) -> logging.LogRecord:
    fields, extra = dict(record.__dict__), {name: record.__dict__[name] for name in record.__dict__.keys() - _STANDARD}
    fields.pop("message", None)  # an earlier formatter left the plain message there
    fields["msg"], fields["args"] = _message(record, mask)
    fields["exc_info"], fields["exc_text"] = None, _traceback(record, mask, formatter)
    fields["stack_info"] = mask(record.stack_info) if record.stack_info else None
    fields.update(_names(fields, mask))
    copy = logging.LogRecord.__new__(logging.LogRecord)
    copy.__dict__.update({name: fields[name] for name in fields.keys() - extra.keys()})
    copy.__dict__.update(_extra(extra, mask) if extra else {})
    return copy


def _message(record: logging.LogRecord, mask: Callable[[str], str]) -> tuple[object, tuple[object, ...] | None]:
    """The masked message; with its arguments, masked one by one, only if they give the same text.

    Some formatters read arguments (uvicorn's access log). ``password=%s`` shows its value only as a whole, so it loses them.
    """
    message = mask(record.getMessage())
    if isinstance(record.args, tuple) and type(record.msg) is str:
        if any(type(value) not in _SIMPLE for value in record.args):
            return message, None
        arguments = tuple(mask(value) if isinstance(value, str) else value for value in record.args)
        with suppress(TypeError, ValueError):
            if arguments and record.msg % arguments == message:
                return record.msg, arguments
    return message, None


def _traceback(record: logging.LogRecord, mask: Callable[[str], str], formatter: logging.Formatter) -> str | None:
    text = formatter.formatException(record.exc_info) if record.exc_info else record.exc_text
    return mask(text) if text else None


def _names(fields: dict[str, Any], mask: Callable[[str], str]) -> dict[str, str]:
    """The names in a record that changed by masking, which is hardly ever one: so they are looked at together."""
    names = {name: fields[name] for name in _NAMES if isinstance(fields.get(name), str)}
    together = "\n".join(names.values())
    if mask(together) is together:
        return {}
    return {name: mask(text) for name, text in names.items()}


def _extra(extra: dict[str, Any], mask: Callable[[str], str]) -> dict[str, Any]:
    """The fields that are not logging's own, masked as JSON: in any depth, and with each key beside its value."""
    masked: dict[str, Any] = json.loads(mask(json.dumps(extra, ensure_ascii=False, skipkeys=True, default=_as_text)))
    return {name: value for name, value in masked.items() if name not in _STANDARD}


def _as_text(value: object) -> str:
    try:
        return value.decode("utf-8", "replace") if isinstance(value, (bytes, bytearray)) else str(value)
    except Exception:  # noqa: BLE001 - one field of many; the others can stand
        return WITHHELD


def _withheld(record: logging.LogRecord) -> logging.LogRecord:
    """When and how bad it was, and nothing else; the names of extra fields stay because formats ask for them."""
    extra = {name: WITHHELD for name in record.__dict__ if name not in _STANDARD}
    time = {"created": record.created, "msecs": record.msecs, "relativeCreated": record.relativeCreated}
    level = {"levelno": record.levelno, "levelname": record.levelname}
    return logging.makeLogRecord({**extra, **time, **level, "name": "milkglass", "msg": WITHHELD})


def _complain(error: Exception) -> None:
    """Say which type of error a handler raised, as logging itself does, but never its words."""
    if logging.raiseExceptions and sys.stderr is not None:
        with suppress(Exception):
            sys.stderr.write(f"milkglass: a log handler failed with {type(error).__name__}\n")
