"""An opened value does not get out except through `expose`."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from typing import Any

import pytest

from milkglass.masking.plaintext import Plaintext

CANARY = b"canary-value@example.com"


@pytest.fixture
def value() -> Plaintext:
    """A plaintext that must not be seen."""
    return Plaintext(CANARY, bare=True)


def test_expose_gives_the_bytes(value: Plaintext) -> None:
    """The one way out gives the bytes as they were, and whether the value stood bare."""
    assert value.expose() == CANARY
    assert value.bare is True
    assert Plaintext(CANARY).bare is False


def test_printing_redacts(value: Plaintext) -> None:
    """No way of making it text shows the value."""
    shown = [repr(value), str(value), f"{value}", f"{value!r:>40}", f"{value:s}", "%s %r" % (value, value)]  # noqa: UP031
    shown += ["{}".format(value), repr([value]), repr({"a": value})]  # noqa: UP032
    assert all("canary" not in text and "Plaintext" in text for text in shown)


def test_logging_redacts(value: Plaintext, caplog: pytest.LogCaptureFixture) -> None:
    """A log call that gets one by mistake writes no value."""
    logging.getLogger("milkglass.test").warning("opened %s", value)
    assert "canary" not in caplog.text


def test_it_does_not_leave_the_process(value: Plaintext) -> None:
    """Pickling, copying and JSON refuse, and their errors carry no value."""
    dumps: list[Any] = [pickle.dumps, copy.copy, copy.deepcopy, json.dumps]
    for dump in dumps:
        with pytest.raises(TypeError) as caught:
            dump(value)
        assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_it_has_no_dictionary_and_does_not_change(value: Plaintext) -> None:
    """`vars` finds nothing, attributes do not change, and it is no key of a set or dictionary."""
    with pytest.raises(TypeError):
        vars(value)
    for change in (
        lambda: setattr(value, "bare", False),
        lambda: setattr(value, "x", 1),
        lambda: delattr(value, "bare"),
    ):
        with pytest.raises(AttributeError):
            change()
    with pytest.raises(TypeError):
        hash(value)


def test_it_is_not_bytes(value: Plaintext) -> None:
    """It cannot be joined, written or iterated as if it were the bytes."""
    uses: list[Any] = [bytes, list, len]
    for use in uses:
        with pytest.raises(TypeError):
            use(value)


def test_equality_is_by_value_and_bareness(value: Plaintext) -> None:
    """Two are equal if bytes and bareness are, and never equal to the bytes themselves."""
    assert value == Plaintext(CANARY, bare=True)
    assert value != Plaintext(CANARY)
    assert value != Plaintext(b"other", bare=True)
    assert value != CANARY


def test_it_keeps_its_own_bytes() -> None:
    """Changing the buffer it was made from does not change it."""
    buffer = bytearray(CANARY)
    given: Any = buffer
    value = Plaintext(given)
    buffer[:] = bytes(len(buffer))
    assert value.expose() == CANARY


@pytest.mark.parametrize("wrong", [5, "text", None, [1, 2]])
def test_it_holds_bytes_only(wrong: Any) -> None:
    """Anything that is no buffer of bytes is refused, numbers not least, of which `bytes` would make zeros."""
    with pytest.raises(TypeError):
        Plaintext(wrong)
