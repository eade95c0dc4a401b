"""A switched-off account loses everything at once, and gets none of it back when it is switched on again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mgworld import PASSWORD

from milkglass.errors import DeniedError, MilkglassError, SignInError, StateError, UsageError
from milkglass.service.caller import identify
from milkglass.service.list_grants import get_grant
from milkglass.service.list_requests import get_request
from milkglass.service.reveal import reveal
from milkglass.service.sign_in import sign_in
from milkglass.service.switch_account import switch_account

if TYPE_CHECKING:
    from mgworld import World


def switch(world: World, name: str, *, active: bool) -> None:
    """Switch as the administrator."""
    switch_account(world.services, world.people["admin"], name, active=active)


def test_it_loses_sessions_and_grants(world: World) -> None:
    """Sessions end, sign-in is refused like any wrong password, the open grant is revoked, on the record."""
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    grant = world.open_grant()
    switch(world, "ANN", active=False)
    with pytest.raises(SignInError):
        identify(world.services, token)
    with pytest.raises(SignInError):
        reveal(world.services, world.people["ann"], grant, [world.sealed()])
    with pytest.raises(SignInError, match="name or password is not right"):
        world.sign_in("ann")
    view = get_grant(world.services, world.people["sec"], grant)
    assert (view.ended_why, view.stepped_up) == ("revoked", False)
    assert world.types().count("grant.revoke") == 1


def test_its_grant_does_not_come_back(world: World) -> None:
    """Switched on again it signs in, and its old grant stays ended."""
    grant = world.open_grant()
    switch(world, "ann", active=False)
    switch(world, "ann", active=True)
    world.people["ann"] = world.sign_in("ann")
    with pytest.raises(StateError):
        reveal(world.services, world.people["ann"], grant, [world.sealed()])


def test_its_request_is_not_granted(world: World) -> None:
    """A request that was waiting comes to nothing, although somebody approves it."""
    request = world.ask()
    switch(world, "ann", active=False)
    world.approve(request)
    assert get_request(world.services, world.people["sec"], request).state == "denied"
    assert "grant.issue" not in world.types()


def test_its_approval_does_not_count(world: World) -> None:
    """Of two approvals needed, that of an account which is off by then is none."""
    request = world.ask(kinds=["us_ssn"])
    world.approve(request, "bo")
    switch(world, "bo", active=False)
    world.approve(request, "cy")
    assert "grant.issue" not in world.types()
    world.approve(request, "sec")
    assert world.types()[-1] == "grant.issue"


def test_who_may(world: World) -> None:
    """Administrators only, never their own; there has to be such an account; twice is once."""
    for name in ("sec", "bo", "ann"):
        with pytest.raises(DeniedError):
            switch_account(world.services, world.people[name], "eve", active=False)
    with pytest.raises(DeniedError):
        switch(world, "admin", active=False)
    with pytest.raises(UsageError):
        switch(world, "nobody", active=False)
    before = len(world.types())
    switch(world, "eve", active=True)
    assert len(world.types()) == before


def test_an_administrator_that_was_switched_off(world: World) -> None:
    """Loses the power to switch."""
    from milkglass.service.add_account import add_account

    made = add_account(world.services, world.people["admin"], "root", ["admin"])
    root = world.settle("root", made.initial_password)
    switch(world, "root", active=False)
    with pytest.raises(MilkglassError):
        switch_account(world.services, root, "ann", active=False)
