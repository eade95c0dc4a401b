"""Outbound HTTP that reaches public addresses only: every address of a name is checked, and the one that was checked is called.

A name that resolves to a private address, or to another one a moment later, leads nowhere; redirects are not followed, proxies of
the environment are not used. IO.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from typing import TYPE_CHECKING, Final

import httpcore2

from milkglass.errors import DeniedError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_TIMEOUT: Final = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 5.0}


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may have this address; one inside another (mapped, 6to4, Teredo, NAT64) counts too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(one) for one in inner if one is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name.

    Raises:
        MissingPartError: if it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise MissingPartError("the name of a receiver does not resolve", hint="look at its address") from None
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class PublicOnly(httpcore2.NetworkBackend):
    """Connects to public addresses, and to networks that the operator named.

    Args:
        allowed: Networks that may be called although they are private.
        resolver: Gives every address of a name.
    """

    def __init__(self, allowed: Sequence[Network] = (), resolver: Callable[[str, int], list[str]] = resolve) -> None:
        self._allowed, self._resolver = allowed, resolver
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address, once all of them are found to be good; TLS still checks the name.

        Raises:
            DeniedError: if one of them is private; code ``access.address``.
        """
        addresses = self._resolver(host, port)
        if not addresses or not all(self._may_call(one) for one in addresses):
            raise DeniedError("a receiver has a private address", code="access.address", hint="see allow_networks")
        return self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Never.

        Raises:
            DeniedError: always.
        """
        raise DeniedError("a receiver is not on the network", code="access.address")

    def _may_call(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        return is_public(address) or any(address in network for network in self._allowed)


class Poster:
    """Posts bodies to receivers.

    Args:
        backend: Decides what may be called.
        context: For TLS; of the system if left out.
    """

    def __init__(self, backend: httpcore2.NetworkBackend, context: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context or ssl.create_default_context(), network_backend=backend, max_keepalive_connections=0
        )

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of the answer; a redirect is one like any other.

        Raises:
            DeniedError: if the receiver has a private address.
            MissingPartError: if it does not answer.
        """
        try:
            with self._pool.stream(
                "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": _TIMEOUT}
            ) as answer:
                return int(answer.status)
        except (
            httpcore2.NetworkError,
            httpcore2.TimeoutException,
            httpcore2.ProtocolError,
            httpcore2.UnsupportedProtocol,
        ):
            raise MissingPartError("a receiver does not answer") from None
