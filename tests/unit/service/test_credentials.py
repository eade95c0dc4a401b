"""API credentials and one's own sessions: scoped, expiring, ended at once, never enough to open a value."""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from mgworld import PASSWORD

from milkglass.errors import AuditError, DeniedError, SignInError, StateError, UsageError
from milkglass.identity.credentials import SCOPES, hash_credential
from milkglass.service.add_account import add_service
from milkglass.service.caller import identify
from milkglass.service.credentials import Terms, add_credential, end_credential, list_credentials
from milkglass.service.own_sessions import end_session, list_sessions
from milkglass.service.sign_in import sign_in
from milkglass.service.submit_request import submit_request
from milkglass.service.switch_account import switch_account
from milkglass.web.api import common

if TYPE_CHECKING:
    from mgworld import World

    from milkglass.service.credentials import NewCredential

ADMIN = PASSWORD.format("admin")


def make(world: World, name: str = "ann", *scopes: str, account: str | None = None, days: int = 30) -> NewCredential:
    """A credential of somebody's."""
    terms = Terms("ci", scopes or ("requests:read",), timedelta(days=days), account)
    return add_credential(world.services, world.people[name], terms, PASSWORD.format(name))


def test_a_credential_acts_for_its_scopes_only(world: World) -> None:
    """It identifies its owner where a route names one of its scopes, and nowhere else: a route without a scope wants a session."""
    made = make(world, "ann", "requests:read", "requests:write")
    assert identify(world.services, made.text, scope="requests:write").name == "ann"
    for scope in (None, "grants:read", "requests"):
        with pytest.raises(DeniedError):
            identify(world.services, made.text, scope=scope)


def test_a_credential_ends_at_its_time(world: World) -> None:
    """The last moment counts, the end does not; it is not listed any more then."""
    made = make(world, days=1)
    world.clock.move(days=1, seconds=-1)
    assert identify(world.services, made.text, scope="requests:read").name == "ann"
    world.clock.move(seconds=1)
    with pytest.raises(SignInError):
        identify(world.services, made.text, scope="requests:read")
    world.people["ann"] = world.sign_in("ann")
    assert list_credentials(world.services, world.people["ann"]) == []


def test_an_ended_credential_is_dead_even_if_its_row_comes_back(world: World) -> None:
    """Ending holds at once; the log, not the row, says that it lives."""
    made, ann = make(world), world.people["ann"]
    other = make(world)
    end_credential(world.services, ann, made.credential.audit_id)
    assert identify(world.services, other.text, scope="requests:read").name == "ann"
    for _ in range(2):
        with pytest.raises(SignInError):
            identify(world.services, made.text, scope="requests:read")
        with world.services.db.transaction() as conn:
            if world.services.identity.credential(conn, made.credential.id_hash) is None:
                world.services.identity.add_credential(conn, made.credential)


def test_wrong_texts_are_refused_alike(world: World) -> None:
    """Security case 44: a changed character, a wrong checksum, no such credential: one refusal, and the database is not asked."""
    text = make(world).text
    body, checksum = text[:-6], text[-6:]
    spoiled = [
        body[:-1] + ("A" if body[-1] != "A" else "B") + checksum,
        body + f"{(int(checksum, 16) + 1) & 0xFFFFFF:06x}",
        text[:-1],
        text + "0",
        text.upper(),
        "mgk_",
        text + "\n",
    ]
    seen = set()
    for wrong in spoiled:
        with pytest.raises(SignInError) as caught:
            identify(world.services, wrong, scope="requests:read")
        seen.add(caught.value.code)
    assert seen == {"identity.sign_in"}


def test_the_text_is_shown_once_and_kept_nowhere(world: World) -> None:
    """Neither the database file nor the log nor a repr holds it."""
    made = make(world)
    identify(world.services, made.text, scope="requests:read")
    world.services.db.close()
    stored = b"".join(file.read_bytes() for file in world.folder.glob("milkglass.db*"))
    assert made.text.encode() not in stored
    assert made.text[4:].encode() not in stored
    assert made.text not in repr(made) + repr(world.entries())
    assert hash_credential(made.text) == made.credential.id_hash


def test_making_one_asks_for_the_password(world: World) -> None:
    """A stolen session alone cannot make itself last; a stolen credential cannot make another."""
    with pytest.raises(SignInError):
        add_credential(world.services, world.people["ann"], Terms("ci", ["grants:read"], timedelta(days=1)), "wrong")


@pytest.mark.parametrize(
    ("label", "scopes", "days"),
    [("", ["grants:read"], 1), ("a\nb", ["grants:read"], 1), ("ci", [], 1), ("ci", ["reveal"], 1), ("ci", ["*"], 1)]
    + [("ci", ["grants:read"], days) for days in (0, -1, 366)],
)
def test_terms_that_do_not_fit(world: World, label: str, scopes: list[str], days: int) -> None:
    """Labels are plain, scopes exist, and none lives longer than a year."""
    with pytest.raises(UsageError):
        add_credential(
            world.services,
            world.people["ann"],
            Terms(label, scopes, timedelta(days=days)),
            PASSWORD.format("ann"),
        )


def test_no_scope_opens_anything() -> None:
    """Revealing, approving, stepping up and factors are not among the scopes, and each scope has its dependency."""
    assert not [scope for scope in SCOPES if any(word in scope for word in ("reveal", "review", "step", "factor"))]
    source = inspect.getsource(common)
    assert [scope for scope in SCOPES if f'_scoped("{scope}")' not in source] == []


def test_services_have_credentials_and_no_password(world: World) -> None:
    """An administrator makes the account of a service and its credentials; nobody signs in as one; it approves nothing."""
    services, admin = world.services, world.people["admin"]
    add_service(services, admin, "deploy-bot", ["engineer"])
    for password in ("", "!", "a wrong password"):
        with pytest.raises(SignInError):
            sign_in(services, "deploy-bot", password)
    made = make(world, "admin", "requests:write", account="deploy-bot")
    caller = identify(services, made.text, scope="requests:write")
    assert (caller.name, caller.account.is_agent) == ("deploy-bot", True)
    with pytest.raises(UsageError):
        add_service(services, admin, "approve-bot", ["approver"])
    with pytest.raises(DeniedError):
        add_service(services, world.people["sec"], "other-bot", ["engineer"])
    with pytest.raises(StateError):
        add_service(services, admin, "deploy-bot", ["engineer"])


def test_nobody_makes_credentials_for_other_people(world: World) -> None:
    """Not administrators for people, and not people for services."""
    add_service(world.services, world.people["admin"], "deploy-bot", ["engineer"])
    for name, account, error in (
        ("admin", "ann", DeniedError),
        ("ann", "deploy-bot", DeniedError),
        ("ann", "bo", DeniedError),
        ("admin", "nobody", UsageError),
    ):
        with pytest.raises(error):
            make(world, name, account=account)


def test_switching_an_account_off_ends_its_credentials_for_good(world: World) -> None:
    """At once, and not back when it is switched on again."""
    made, admin = make(world), world.people["admin"]
    switch_account(world.services, admin, "ann", active=False)
    with pytest.raises(SignInError):
        identify(world.services, made.text, scope="requests:read")
    switch_account(world.services, admin, "ann", active=True)
    with pytest.raises(SignInError):
        identify(world.services, made.text, scope="requests:read")


def test_the_last_use_is_noted(world: World) -> None:
    """The list shows when a credential was last used, so that a forgotten one can be found."""
    made = make(world)
    world.clock.move(minutes=10)
    identify(world.services, made.text, scope="requests:read")
    (seen,) = list_credentials(world.services, world.people["ann"])
    assert seen.seen_at == world.clock.now


def test_own_sessions_are_listed_and_ended(world: World) -> None:
    """One's own, without those that are over; ending one is at once; nobody else's is found."""
    old = world.people["ann"]
    world.clock.move(minutes=59)
    here = world.sign_in("ann")
    assert [view.is_current for view in list_sessions(world.services, here)] == [True, False]
    with pytest.raises(UsageError):
        end_session(world.services, world.people["bo"], here.sess)
    end_session(world.services, here, old.sess)
    with pytest.raises(SignInError):
        end_session(world.services, old, here.sess)
    assert [view.session.audit_id for view in list_sessions(world.services, here)] == [here.sess]


def test_each_sign_in_has_a_session_of_its_own(world: World) -> None:
    """Security case 38: the id is new at each sign-in and never chosen by the caller; a changed password kills the old ones."""
    tokens = {sign_in(world.services, "ann", PASSWORD.format("ann")).token for _ in range(5)}
    assert len(tokens) == 5


def test_a_changed_row_is_refused(world: World) -> None:
    """Who writes the database file cannot widen or lengthen a credential."""
    import sqlite3
    from contextlib import closing

    from milkglass.errors import StorageError

    made = make(world)
    with closing(sqlite3.connect(world.folder / "milkglass.db")) as conn, conn:
        conn.execute("UPDATE credentials SET scopes = 'keyring:write requests:read'")
    with pytest.raises((StorageError, AuditError)):
        identify(world.services, made.text, scope="keyring:write")


def test_a_program_does_not_break_the_glass(world: World) -> None:
    """What opens without anybody's yes is for a person in a session, who answers for it afterwards."""
    made = make(world, "ann", "requests:write")
    caller = identify(world.services, made.text, scope="requests:write")
    with pytest.raises(DeniedError) as caught:
        submit_request(world.services, caller, world.wish(breaks_glass=True))
    assert "program" in caught.value.message
    submit_request(world.services, caller, world.wish())


def test_a_request_of_a_program_goes_on_the_record_as_its_credential(world: World) -> None:
    """The entry names account and credential, so that a leaked one can be followed through the log."""
    made = make(world, "ann", "requests:write")
    submit_request(world.services, identify(world.services, made.text, scope="requests:write"), world.wish())
    (entry,) = world.entries_of("request.submit")
    assert (entry.actor.sub, entry.sess) == ("ann", made.credential.audit_id)
