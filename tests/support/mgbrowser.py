"""A headless Chromium with a virtual authenticator, driven over the DevTools protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import pytest
from websockets.sync.client import connect

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 60


def chromium() -> str:
    """The program; without it a test skips, and fails in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        why = "no chromium on this machine: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


class Browser:
    """One page of a browser of its own; closed when it is left.

    Args:
        folder: An empty folder for its profile.
    """

    def __init__(self, folder: Path) -> None:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        port = ["--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([chromium(), *options, *port], **quiet)
        self._folder, self._count, self._session = folder, 0, ""
        self._open = ExitStack()
        self._open.callback(self._stop)

    def __enter__(self) -> Self:
        try:
            self._attach()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _attach(self) -> None:
        told = self._folder / "DevToolsActivePort"
        self.wait(lambda: told.exists() and len(told.read_text().split()) == 2)
        port, path = told.read_text().split()
        self._socket = self._open.enter_context(connect(f"ws://127.0.0.1:{port}{path}", max_size=None))
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def _stop(self) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One call of the protocol."""
        self._count += 1
        session = {"sessionId": self._session} if self._session else {}
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params, **session}))
        while True:
            said = json.loads(self._socket.recv(timeout=_PATIENCE))
            if said.get("id") == self._count:
                assert "error" not in said, said
                return dict(said["result"])

    def add_authenticator(self, *, verifies: bool = True) -> str:
        """Plug a virtual authenticator in; it verifies its user by itself."""
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        whole = {**options, "isUserVerified": verifies, "automaticPresenceSimulation": True}
        self.call("WebAuthn.enable")
        return str(self.call("WebAuthn.addVirtualAuthenticator", options=whole)["authenticatorId"])

    def open(self, url: str) -> None:
        """Go to an address, from an empty page, so that a new fragment is a new page."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """The value of an expression on the page."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def click(self, name: str) -> None:
        """Click an element as a person does, once it is there and not hidden."""
        self.wait(lambda: self.run(f"document.getElementById('{name}')?.hidden") is False)
        self.call("Runtime.evaluate", expression=f"document.getElementById('{name}').click()", userGesture=True)

    def text(self, name: str) -> str:
        """What an element says, once it says something."""
        script = f"document.getElementById('{name}')?.textContent ?? ''"
        self.wait(lambda: bool(self.run(script)))
        return str(self.run(script))

    def wait(self, holds: Any) -> None:
        """Until it holds."""
        last = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < last, "the browser did not come to that"
            time.sleep(0.05)
