"""Passkeys with a real browser: Chromium, its virtual authenticator, our page, our server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mgbrowser import Browser
from mgserver import Running
from mgworld import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from mgworld import World

pytestmark = pytest.mark.xdist_group("browser")


def test_a_passkey_is_added_and_opens_a_grant(world: World, tmp_path: Path) -> None:
    """Add on the page, step up on the page; the session that began has the grant, and the log says by which factor."""
    world.enrol("ann")
    with Running(world) as server, Browser(tmp_path / "profile") as browser:
        browser.add_authenticator()
        token = server.session("ann")
        body = {"label": "laptop", "password": PASSWORD.format("ann"), "code": world.code("ann")}
        begun = server.call("POST", "/me/passkeys", token, json=body)
        assert begun.status_code == 201
        browser.open(begun.json()["url"])
        browser.click("go")
        assert "laptop" in browser.text("what")
        assert browser.text("said").startswith("Done")
        assert [key["label"] for key in server.call("GET", "/me/passkeys", token).json()] == ["laptop"]

        grant = world.grant()
        url = server.call("POST", f"/grants/{grant}/step-up/passkey", token).json()["url"]
        assert not server.call("GET", f"/grants/{grant}", token).json()["stepped_up"]
        browser.open(url)
        browser.click("go")
        assert grant in browser.text("terms")
        assert browser.text("said").startswith("Done")
        assert server.call("GET", f"/grants/{grant}", token).json()["stepped_up"]
        assert world.entries_of("stepup.ok")[-1].factor == "passkey"
        browser.open(url)
        browser.wait(lambda: browser.text("what").startswith("Not possible"))


def test_a_browser_that_does_not_verify_its_user_opens_nothing(world: World, tmp_path: Path) -> None:
    """Security case 40: an authenticator without PIN or finger is turned away by the browser or by the server."""
    world.enrol("ann")
    with Running(world) as server, Browser(tmp_path / "profile") as browser:
        browser.add_authenticator(verifies=False)
        token = server.session("ann")
        body = {"label": "laptop", "password": PASSWORD.format("ann"), "code": world.code("ann")}
        browser.open(server.call("POST", "/me/passkeys", token, json=body).json()["url"])
        browser.click("go")
        assert browser.text("said").startswith("Not done")
        assert server.call("GET", "/me/passkeys", token).json() == []


def test_the_page_lets_nothing_in_from_elsewhere(world: World) -> None:
    """Its policy names this server only, it may not be framed, and it keeps the other headers of every answer."""
    with Running(world) as server:
        root = str(server.http.base_url).removesuffix("v1/")
        for path in ("factor", "factor.js"):
            answer = server.http.get(root + path)
            policy = answer.headers.get_list("content-security-policy")
            assert len(policy) == 1
            assert "default-src 'none'" in policy[0]
            assert "unsafe" not in policy[0]
            assert "frame-ancestors 'none'" in policy[0]
            assert answer.headers["cache-control"] == "no-store"
            assert "<script>" not in answer.text
