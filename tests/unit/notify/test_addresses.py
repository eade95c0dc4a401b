"""Outbound calls reach public addresses only, whatever names, redirects and second answers of a resolver say."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mgreceiver import Receiver

from milkglass.errors import DeniedError, MissingPartError
from milkglass.notify.addresses import Poster, PublicOnly, is_public, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:a9fe:a9fe::1",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses(text: str) -> None:
    """Loopback, private, link-local, shared, documentation, multicast, metadata; and those inside other addresses."""
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(text: str) -> None:
    """Addresses that anybody on the internet may have."""
    assert is_public(ipaddress.ip_address(text))


@settings(max_examples=40, deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    """Writing an address of version 4 in version 6 makes it no better."""
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(ipaddress.ip_address(wrapped)) == is_public(address)


def answering(*addresses: str) -> Callable[[str, int], list[str]]:
    """A resolver that gives these addresses to every name."""
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], []])
def test_one_private_address_is_enough(addresses: list[str]) -> None:
    """A name with a private address among several leads nowhere; nothing is connected to."""
    with Receiver() as receiver:
        poster = Poster(PublicOnly(resolver=answering(*addresses)))
        with pytest.raises(DeniedError) as caught:
            poster.post(f"http://receiver.example.com:{receiver.port}/", {}, b"{}")
        assert caught.value.code == "access.address"
        assert receiver.posts == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_spellings_of_the_loopback_lead_nowhere(host: str) -> None:
    """Whatever the resolver of the system makes of a spelling, it is judged by the address."""
    with Receiver() as receiver, pytest.raises((DeniedError, MissingPartError)):
        Poster(PublicOnly()).post(f"http://{host}:{receiver.port}/", {}, b"{}")
    assert receiver.posts == []


def test_the_address_that_was_checked_is_the_one_that_is_called() -> None:
    """A resolver that answers otherwise a moment later is not asked again."""
    answers = [["127.0.0.1"], ["8.8.8.8"]]
    with Receiver() as receiver:
        poster = Poster(PublicOnly(LOOPBACK, resolver=lambda _host, _port: answers.pop(0)))
        assert poster.post(f"http://receiver.example.com:{receiver.port}/in", {}, b"{}") == 200
    assert len(answers) == 1
    assert receiver.posts[0][1]["host"].startswith("receiver.example.com")


def test_redirects_are_not_followed() -> None:
    """A redirect is an answer like any other."""
    with Receiver() as receiver, Receiver() as other:
        receiver.status, receiver.location = 307, other.url
        assert Poster(PublicOnly(LOOPBACK)).post(receiver.url, {}, b"{}") == 307
        assert other.posts == []


def test_no_receiver() -> None:
    """Nobody there, and a name that does not exist, are told as missing."""
    with pytest.raises(MissingPartError):
        Poster(PublicOnly(LOOPBACK)).post("http://127.0.0.1:1/", {}, b"{}")
    with pytest.raises(MissingPartError):
        resolve("no-such-name.invalid", 80)
