"""The HTTP API (``docs/reference/http-api.md``) as seen from outside; errors come back as the tree in ``errors.py``, by code.

Nothing of a body, an answer or the session stands in an error. A session is sent over TLS or within this machine, never else.
"""

from __future__ import annotations

import ipaddress
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

import httpx2

from milkglass import errors
from milkglass.errors import MilkglassError, MissingPartError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_WORDS = 500
_BY_CODE: dict[str, type[MilkglassError]] = {
    "usage": errors.UsageError,
    "usage.ruleset": errors.RulesetError,
    "usage.format": errors.FormatError,
    "missing": errors.MissingPartError,
    "storage": errors.StorageError,
    "keys": errors.KeysError,
    "keys.open": errors.OpenError,
    "identity": errors.IdentityError,
    "identity.sign_in": errors.SignInError,
    "identity.must_change": errors.SignInError,
    "identity.step_up": errors.StepUpError,
    "access": errors.AccessError,
    "access.denied": errors.DeniedError,
    "access.holder": errors.DeniedError,
    "access.inactive": errors.DeniedError,
    "access.state": errors.StateError,
    "access.ended": errors.StateError,
    "access.not_yet": errors.StateError,
    "access.scope": errors.ScopeError,
    "audit": errors.AuditError,
    "verify": errors.VerifyError,
}


class Client:
    """Talks to one server.

    Args:
        server: Its address, ``http://HOST:PORT`` on this machine or ``https://...``.
        session: What ``POST /v1/sessions`` gave, or nothing.
        transport: In place of the network, for tests.

    Raises:
        UsageError: if the address would send the session in the clear over a network.
    """

    def __init__(self, server: str, session: str = "", *, transport: httpx2.BaseTransport | None = None) -> None:
        is_here = _is_this_machine(server)
        if not is_here and not server.startswith("https://"):
            raise UsageError(
                "the server is not on this machine and its address has no TLS",
                hint="use https://, or a tunnel to a port of this machine",
            )
        self._http = httpx2.Client(
            base_url=f"{server}/v1/",
            headers={"authorization": f"Bearer {session}"} if session else {},
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            transport=transport,
            trust_env=not is_here,
            verify=server.startswith("https://"),  # else there is no TLS to verify, and reading every root takes 50 ms
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, *path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Read; the answer as Python values.

        Args:
            path: Parts of the address behind ``/v1``; each is quoted.
            params: The query.

        Raises:
            MilkglassError: the server's error as the class of its code; ``MissingPartError`` if it does not answer.
        """
        return self._call("GET", path, params=params)

    def post(self, *path: str, json: Mapping[str, Any] | None = None) -> Any:
        """Do something; raises as ``get`` does."""
        return self._call("POST", path, json=json)

    def put(self, *path: str, json: Mapping[str, Any]) -> Any:
        """Replace something; raises as ``get`` does."""
        return self._call("PUT", path, json=json)

    def delete(self, *path: str, params: Mapping[str, str] | None = None) -> Any:
        """End something; raises as ``get`` does."""
        return self._call("DELETE", path, params=params)

    def download(self, to: Path, *path: str) -> None:
        """Write an answer to a file as it comes; raises as ``get`` does."""
        try:
            with self._http.stream("GET", _joined(path)) as answer, to.open("wb") as file:
                if answer.is_error:
                    answer.read()
                    raise _error_of(answer)
                for chunk in answer.iter_bytes():
                    file.write(chunk)
        except httpx2.HTTPError as error:
            raise _unreachable(error) from None

    def _call(self, verb: str, path: tuple[str, ...], **given: Any) -> Any:
        try:
            answer = self._http.request(verb, _joined(path), **given)
        except httpx2.HTTPError as error:
            raise _unreachable(error) from None
        if answer.is_error:
            raise _error_of(answer)
        if answer.status_code not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise _stranger()
        try:
            return answer.json()
        except ValueError:
            raise _stranger() from None


def _joined(path: tuple[str, ...]) -> str:
    """The parts as one relative address. A part of dots only would climb, so it is nothing the server has."""
    if any(not part.strip(".") for part in path):
        raise UsageError("an id or name is empty or made of dots")
    return "/".join(quote(part, safe="") for part in path)


def _is_this_machine(server: str) -> bool:
    host = urlsplit(server).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _error_of(answer: httpx2.Response) -> MilkglassError:
    try:
        said = answer.json()["error"]
        code, message, hint = str(said["code"]), str(said["message"]), str(said.get("hint", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return _stranger()
    if not _CODE.fullmatch(code):
        return _stranger()
    return _class_of(code)(_words(message), code=code, hint=_words(hint))


def _class_of(code: str) -> type[MilkglassError]:
    """The class of the longest known beginning of a code."""
    while code:
        if code in _BY_CODE:
            return _BY_CODE[code]
        code = code.rpartition(".")[0]
    return MilkglassError


def _words(text: str) -> str:
    """Text from outside, fit for one line of a terminal."""
    return _CONTROL.sub("?", text)[:_LONGEST_WORDS]


def _unreachable(error: httpx2.HTTPError) -> MissingPartError:
    if isinstance(error, httpx2.TimeoutException):
        return MissingPartError("the server did not answer in time", hint="try again; look at its log")
    return MissingPartError("the server cannot be reached", hint="is it running? MILKGLASS_SERVER says where")


def _stranger() -> MilkglassError:
    return MilkglassError("what answers is not a milkglass server", hint="look at MILKGLASS_SERVER")
