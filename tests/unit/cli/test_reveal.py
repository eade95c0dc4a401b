"""``reveal``: lines always pass, what opens opens, and the exit code says why the rest did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from milkglass import _core

if TYPE_CHECKING:
    from collections.abc import Callable

    from mgcli import FakeServer, Ran

    from milkglass.cli.env import Env

    Cli = Callable[..., Ran]


def _seal(value: str) -> str:
    core = _core.Masker("seal", {})
    core.set_sealer(bytes(range(32)), "shop", b"chain!")
    return core.mask(value)


SEALED = _seal("jo@example.com")
LINE = f"mail {SEALED} \xff\n".encode("latin-1")
OPEN = {"values": [{"value": "jo@example.com"}], "expires_at": "2026-11-24T02:45:00.000Z"}


def grant(state: str = "open", holder: str = "ann", number: int = 1) -> dict[str, Any]:
    """A grant as the list shows it, as far as it matters here."""
    return {"id": f"grt_{number}", "holder": holder, "state": state}


@pytest.mark.usefixtures("signed_in")
def test_it_opens(cli: Cli, server: FakeServer) -> None:
    """The value stands where its sealed value stood, every other byte as it was; the summary is on stderr."""
    server.says("POST /reveal", OPEN)
    ran = cli("reveal", "--grant", "grt_1", stdin=LINE)
    assert (ran.code, ran.out) == (0, b"mail jo@example.com \xff\n")
    assert ran.err == "opened 1, still sealed 0\n"
    assert server.calls == [("POST /reveal", {"grant": "grt_1", "values": [SEALED]})]


@pytest.mark.usefixtures("signed_in")
def test_the_one_open_grant_is_taken(cli: Cli, server: FakeServer) -> None:
    """Without --grant it is the caller's own open one, never somebody else's, ended or waiting."""
    server.says("GET /me", {"name": "ann"})
    others = [grant(holder="bo", number=2), grant("ended", number=3), grant("waiting_step_up", number=4)]
    server.says("GET /grants", [*others, grant(number=5)])
    server.says("POST /reveal", OPEN)
    assert cli("reveal", stdin=LINE).code == 0
    assert server.calls[-1][1]["grant"] == "grt_5"


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("grants", "code", "words"),
    [
        ([], 3, "milkglass request"),
        ([grant("ended")], 3, "milkglass request"),
        ([grant(holder="bo")], 3, "milkglass request"),
        ([grant("waiting_step_up")], 4, "milkglass step-up grt_1"),
    ],
)
def test_without_a_grant_lines_pass_sealed(
    cli: Cli, server: FakeServer, grants: list[Any], code: int, words: str
) -> None:
    """Nobody waits for the permission to see masked lines: they pass, and stderr says what to type."""
    server.says("GET /me", {"name": "ann"})
    server.says("GET /grants", grants)
    ran = cli("reveal", stdin=LINE)
    assert (ran.code, ran.out) == (code, LINE)
    assert words in ran.err


@pytest.mark.usefixtures("signed_in")
def test_several_open_grants_have_to_be_chosen_from(cli: Cli, server: FakeServer) -> None:
    """Which grant a disclosure is recorded under is not guessed."""
    server.says("GET /me", {"name": "ann"})
    server.says("GET /grants", [grant(number=1), grant(number=2)])
    ran = cli("reveal", stdin=LINE)
    assert (ran.code, ran.out) == (2, b"")


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        ("access.ended.expired", 409, 5),
        ("access.holder", 403, 3),
        ("identity.step_up", 401, 4),
        ("identity.sign_in", 401, 4),
        ("audit", 503, 1),
        ("storage", 503, 1),
    ],
)
def test_a_refusal_leaves_lines_sealed(cli: Cli, server: FakeServer, refusal: str, status: int, code: int) -> None:
    """When the server refuses the call, every line passes as it was."""
    server.refuses("POST /reveal", refusal, status)
    ran = cli("reveal", "--grant", "grt_1", stdin=LINE * 3)
    assert (ran.code, ran.out) == (code, LINE * 3)
    assert len(server.calls) == 1


def test_nobody_signed_in(cli: Cli) -> None:
    """Lines pass for strangers too; there is nothing secret about a sealed value."""
    ran = cli("reveal", stdin=LINE)
    assert (ran.code, ran.out) == (4, LINE)


@pytest.mark.usefixtures("signed_in")
def test_no_server(cli: Cli, server: FakeServer) -> None:
    """Lines pass when the server is away."""
    server.down = httpx2.ConnectError
    ran = cli("reveal", "--grant", "grt_1", stdin=LINE)
    assert (ran.code, ran.out) == (1, LINE)


@pytest.mark.usefixtures("signed_in")
def test_reasons_are_counted_in_words(cli: Cli, server: FakeServer) -> None:
    """Each reason why values stay sealed is said once, with its count; an unknown one by its code, tamed."""
    sealed = [{"sealed": True, "code": "access.scope.kind", "reason": "no"}]
    server.says("POST /reveal", OPEN | {"values": sealed})
    ran = cli("reveal", "--grant", "grt_1", stdin=LINE * 2)
    assert ran.err == "opened 0, still sealed 2\n  2  of a kind that the grant does not cover\n"
    server.says("POST /reveal", OPEN | {"values": [{"sealed": True, "code": "new\x1b[2J", "reason": "no"}]})
    assert "\x1b" not in cli("reveal", "--grant", "grt_1", stdin=LINE).err


@pytest.mark.usefixtures("signed_in")
def test_a_defect_in_the_answer_shows_no_value(cli: Cli, server: FakeServer) -> None:
    """A value of the wrong type is not printed in any error."""
    server.says("POST /reveal", OPEN | {"values": [{"value": ["canary"]}]})
    ran = cli("reveal", "--grant", "grt_1", stdin=LINE)
    assert (ran.code, ran.out) == (1, LINE)
    assert "canary" not in ran.err


def test_values_do_not_show_in_a_lookup(signed_in: Env) -> None:
    """What is remembered of a stream prints nowhere."""
    from milkglass.cli.opening import Lookup
    from milkglass.masking.plaintext import Plaintext

    lookup = Lookup(None, "", signed_in.clock)
    lookup._values["x"] = Plaintext(b"canary")
    assert "canary" not in repr(lookup) + repr(vars(lookup))
