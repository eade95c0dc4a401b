"""``docs/reference/http-api.md`` and the code say the same: every route stands on the page, every call of the page is a route."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milkglass import errors
from milkglass.service.add_account import add_account
from milkglass.web.app import create_app
from milkglass.web.errors import to_response

if TYPE_CHECKING:
    from mgserver import Running
    from mgworld import World

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "http-api.md").read_text()
CALL = re.compile(r"\b(GET|POST|PUT|DELETE|PATCH) (/v1/[^`?\s]*)")
OPEN = {("POST", "/v1/sessions"), ("GET", "/v1/health"), ("POST", "/v1/factor/options"), ("POST", "/v1/factor/answer")}
SIGNED = {("POST", "/v1/hooks/{}"), ("POST", "/v1/slack")}
"""What the signature of a body opens, and no session."""
NEWCOMER = {("GET", "/v1/me"), ("POST", "/v1/me/password"), ("DELETE", "/v1/sessions/current")}


def shape(path: str) -> str:
    """A path with its parameters unnamed."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def routes(world: World) -> set[tuple[str, str]]:
    """Verb and path of every route."""
    paths = create_app(world.services).openapi()["paths"]
    found = {(verb.upper(), shape(path)) for path, verbs in paths.items() for verb in verbs}
    assert len(found) > 20
    return found


def test_page_and_routes_agree(world: World) -> None:
    """No route without a line on the page, no line without a route."""
    on_the_page = {(verb, shape(path)) for verb, path in CALL.findall(PAGE)}
    assert on_the_page == routes(world)


def test_every_error_class_stands_on_the_page() -> None:
    """Each class of errors that can leave has its code on the page, in the row of the status it gets."""
    rows = dict(re.findall(r"^\| (\d{3}) \| ([^|]*) \|", PAGE, re.MULTILINE))
    leaving = (errors.UsageError, errors.SignInError, errors.StepUpError, errors.DeniedError, errors.ScopeError)
    leaving += (errors.StateError, errors.AuditError, errors.StorageError, errors.KeysError, errors.MissingPartError)
    for kind in (*leaving, errors.MilkglassError):
        error = kind("something")
        assert f"`{error.code}`" in rows[str(to_response(error).status_code)]


def test_every_code_in_the_code_stands_on_the_page() -> None:
    """A code written anywhere in access, service or web is on the page."""
    written: set[str] = set()
    for room in ("access", "service", "web", "db"):
        for file in (ROOT / "src" / "milkglass" / room).rglob("*.py"):
            written |= set(re.findall(r'"((?:usage|access|identity|keys|audit|storage)\.[a-z_.]+)"', file.read_text()))
    assert len(written) > 15
    missing = {code for code in written if f"`{code}`" not in PAGE}
    assert missing == set()


@pytest.mark.parametrize("token", ["", "mgs_" + "a" * 43])
def test_every_other_route_asks_who_it_is(world: World, server: Running, token: str) -> None:
    """Without a session, or with one that nobody has, every route but the open ones answers 401 before anything else is looked at."""
    before = len(world.entries())
    for verb, path in sorted(routes(world) - OPEN):
        answer = server.call(verb, path.removeprefix("/v1").replace("{}", "x"), token, json={})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity.sign_in"), (verb, path)
    assert len(world.entries()) == before


def test_a_first_password_opens_three_routes(world: World, server: Running) -> None:
    """With a password that somebody else gave, everything but three calls answers that it must be changed."""
    made = add_account(world.services, world.people["admin"], "zoe", ["engineer"])
    body = {"name": "zoe", "password": made.initial_password}
    token = server.http.post("/sessions", json=body).json()["session"]
    for verb, path in sorted(routes(world) - OPEN - SIGNED - NEWCOMER):
        answer = server.call(verb, path.removeprefix("/v1").replace("{}", "x"), token, json={})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity.must_change"), (verb, path)
    assert server.call("GET", "/me", token).json()["must_change"] is True
