"""Signing in, accounts, passwords, on-call lists: uniform refusals, counted failures, sessions that end."""

from __future__ import annotations

import pytest
from mgworld import PASSWORD, World

from milkglass.errors import DeniedError, IdentityError, SignInError, StateError, UsageError
from milkglass.service.add_account import add_account
from milkglass.service.bootstrap import init_server
from milkglass.service.caller import identify
from milkglass.service.change_password import change_password
from milkglass.service.list_context import list_accounts
from milkglass.service.set_on_call import set_on_call
from milkglass.service.sign_in import sign_in


def test_wrong_name_and_wrong_password_look_the_same(world: World) -> None:
    """Security case 44: nothing in the refusal tells whether there is such an account."""
    seen = set()
    for name, password in (
        ("ann", "wrong password"),
        ("nobody", "wrong password"),
        ("ann", ""),
        ("", ""),
        ("system", "x"),
    ):
        with pytest.raises(SignInError) as caught:
            sign_in(world.services, name, password)
        seen.add((caught.value.code, caught.value.message, caught.value.hint))
    assert len(seen) == 1


def test_names_are_one_person_in_every_spelling(world: World) -> None:
    """Upper case and full-width letters sign in to the one account there is."""
    for name in ("ANN", "\uff41nn", " ann "):
        assert sign_in(world.services, name, PASSWORD.format("ann")).account.name == "ann"


def test_five_wrong_passwords_make_an_account_wait(world: World) -> None:
    """The right password is refused for 15 minutes after five wrong ones, and then works again."""
    for _ in range(5):
        with pytest.raises(SignInError):
            sign_in(world.services, "ann", "a wrong password")
    with pytest.raises(SignInError):
        world.sign_in("ann")
    world.sign_in("bo")
    world.clock.move(minutes=15)
    assert world.sign_in("ann").name == "ann"
    assert len([entry for entry in world.entries() if entry.type == "session.open" and entry.out == "denied"]) == 5


def test_unknown_names_do_not_grow_the_log(world: World) -> None:
    """Who knows no account cannot fill the log."""
    before = len(world.types())
    for _ in range(20):
        with pytest.raises(SignInError):
            sign_in(world.services, "nobody", "a wrong password")
    assert len(world.types()) == before


def test_changing_the_password_ends_other_sessions(world: World) -> None:
    """Every other session of the account is over, the one that changed it goes on."""
    other, ann = world.sign_in("ann"), world.people["ann"]
    change_password(world.services, ann, PASSWORD.format("ann"), "another long password")
    world.ask()
    world.people["ann"] = other
    with pytest.raises(SignInError):
        world.ask()


@pytest.mark.parametrize("new", ["short", "ann ann ann ann", "aaaaaaaaaaaaaaaa", PASSWORD.format("ann")])
def test_weak_passwords_are_refused(world: World, new: str) -> None:
    """Too short, made of the name, too even, or the old one again."""
    with pytest.raises(UsageError) as caught:
        change_password(world.services, world.people["ann"], PASSWORD.format("ann"), new)
    assert new not in str(caught.value)


def test_wrong_old_password_counts_as_a_failure(world: World) -> None:
    """A stolen session does not let anybody try passwords for ever."""
    for _ in range(5):
        with pytest.raises(SignInError):
            change_password(world.services, world.people["ann"], "a wrong password", "another long password")
    with pytest.raises(SignInError):
        change_password(world.services, world.people["ann"], PASSWORD.format("ann"), "another long password")


def test_first_password_opens_nothing_else(world: World) -> None:
    """Before the first password is changed a session can do nothing that is not for newcomers."""
    made = add_account(world.services, world.people["admin"], "zoe", ["engineer"])
    token = sign_in(world.services, "zoe", made.initial_password).token
    with pytest.raises(IdentityError) as caught:
        identify(world.services, token)
    assert caught.value.code == "identity.must_change"
    assert made.initial_password not in repr(made)


@pytest.mark.parametrize("name", ["", "Ann", "a b", "system", "x" * 64, "-a", "a\nb", "\u0430nn"])
def test_account_names_are_plain(world: World, name: str) -> None:
    """Names that could be taken for another name are not given out."""
    with pytest.raises(UsageError):
        add_account(world.services, world.people["admin"], name, ["engineer"])


def test_accounts_are_made_once_and_by_administrators(world: World) -> None:
    """A name is given once; nobody else gives out accounts; a server is initialised once."""
    with pytest.raises(StateError):
        add_account(world.services, world.people["admin"], "ann", ["engineer"])
    with pytest.raises(DeniedError):
        add_account(world.services, world.people["sec"], "zoe", ["engineer"])
    with pytest.raises(StateError):
        init_server(world.services, "root")
    for roles in ([], ["king"]):
        with pytest.raises(UsageError):
            add_account(world.services, world.people["admin"], "zoe", roles)


def test_who_sees_accounts(world: World) -> None:
    """Engineers and approvers do not see the list of accounts."""
    assert len(list_accounts(world.services, world.people["aud"])) == 7
    for name in ("ann", "bo"):
        with pytest.raises(DeniedError):
            list_accounts(world.services, world.people[name])


def test_on_call_lists(world: World) -> None:
    """Security and administrators keep them, of people with accounts, and never put themselves on one."""
    services = world.services
    assert set_on_call(services, world.people["sec"], "shop", ["ANN", "eve", "ann"]) == ["ann", "eve"]
    with pytest.raises(DeniedError):
        set_on_call(services, world.people["ann"], "shop", ["ann"])
    with pytest.raises(DeniedError):
        set_on_call(services, world.people["sec"], "shop", ["sec"])
    for service, people in (("shop", ["nobody"]), ("Shop!", ["ann"])):
        with pytest.raises(UsageError):
            set_on_call(services, world.people["sec"], service, people)
    assert set_on_call(services, world.people["sec"], "shop", []) == []


def test_a_session_in_use_goes_on(world: World) -> None:
    """An hour counts from the last use, not from sign-in; twelve hours end it whatever happens."""
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    for _ in range(14):
        world.clock.move(minutes=50)
        assert identify(world.services, token).name == "ann"
    world.clock.move(minutes=50)
    with pytest.raises(SignInError):
        identify(world.services, token)


def test_an_hour_without_use_ends_a_session(world: World) -> None:
    """The same session, left alone, is over."""
    token = sign_in(world.services, "ann", PASSWORD.format("ann")).token
    world.clock.move(minutes=60)
    with pytest.raises(SignInError):
        identify(world.services, token)
