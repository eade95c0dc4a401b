"""A real uvicorn server over a world's services, on a free loopback port, and a client for it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import httpx2
from mgworld import PASSWORD

from milkglass.web.run import bind, make_server, url_of

if TYPE_CHECKING:
    from mgworld import World

_PATIENCE = 10


class Running:
    """Serves until it is left.

    Args:
        world: Whose services.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._socket = bind(port=0)
        self._ready = threading.Event()
        origin = url_of(self._socket).replace("127.0.0.1", "localhost")
        services = replace(world.services, settings=replace(world.services.settings, origin=origin))
        self._server = make_server(services, self._ready.set)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(_PATIENCE)
        self.http = httpx2.Client(base_url=f"{url_of(self._socket)}/v1", timeout=_PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()

    def session(self, name: str) -> str:
        """A new session of somebody, by the API."""
        answer = self.http.post("/sessions", json={"name": name, "password": PASSWORD.format(name)})
        assert answer.status_code == 201
        return str(answer.json()["session"])

    def call(self, verb: str, path: str, token: str = "", **given: Any) -> httpx2.Response:
        """Call the API as the holder of a session."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return self.http.request(verb, path, headers=headers, **given)
