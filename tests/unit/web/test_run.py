"""The socket of the server: bound before anything else, with an address that a client can use."""

from __future__ import annotations

import socket

import pytest

from milkglass.errors import MilkglassError, MissingPartError, UsageError
from milkglass.web.run import HOST, bind, url_of


def test_the_loopback_is_the_usual_address() -> None:
    """Without a word the server can be reached from this machine only."""
    with bind(port=0) as listening:
        assert listening.getsockname()[0] == HOST == "127.0.0.1"
        assert url_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_an_ipv6_address_is_written_in_brackets() -> None:
    """As RFC 3986 wants it."""
    try:
        listening = bind("::1", 0)
    except MilkglassError:
        pytest.skip("no IPv6 loopback here")
    with listening:
        assert url_of(listening) == f"http://[::1]:{listening.getsockname()[1]}"


def test_a_taken_port_is_named() -> None:
    """The port stands in the message, and how to go on in the hint."""
    with bind(port=0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(MissingPartError, match=str(port)) as caught:
            bind(port=port)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("host", "port"), [("no such host.invalid", 0), ("127.0.0.1", 70_000), ("a\udcff", 0), ("127.0.0.1", -1)]
)
def test_no_such_address(host: str, port: int) -> None:
    """A name that is none, a port that is none: a clear refusal, no traceback."""
    with pytest.raises(UsageError):
        bind(host, port)


def test_an_address_of_another_machine() -> None:
    """An address that is not ours cannot be listened on."""
    with pytest.raises(MissingPartError):
        bind("192.0.2.1", 0)
