"""What a hired attacker tried, beside the ways in ``test_nobody_without_a_grant``. Most of these once worked."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from mgattack import sql
from mgworld import PASSWORD

from milkglass.errors import AuditError, StorageError
from milkglass.identity.totp import step_at, totp
from milkglass.service.enrol_factor import begin_enrolment, confirm_enrolment
from milkglass.service.step_up import step_up

if TYPE_CHECKING:
    from mgworld import World


def cell(world: World, query: str) -> Any:
    """One cell of the database file."""
    with world.services.db.read() as conn:
        return conn.exec_driver_sql(query).scalar_one()


def shown(world: World, name: str, code: str | None = None) -> bytes:
    """Begin to enrol a second factor; the secret that is shown."""
    text = begin_enrolment(world.services, world.people[name], PASSWORD.format(name), code).secret
    return base64.b32decode(text + "=" * (-len(text) % 8))


# -- the owner of the database file, against a second factor ----------------------------------------------------------------


def test_a_used_code_after_the_factor_is_put_back(world: World) -> None:
    """A code that was seen and used stays used, although the row of the factor is put back as it was before."""
    world.enrol("ann")
    first, second = world.grant(), world.grant()
    before = cell(world, "SELECT sealed FROM factors")
    code = world.code("ann")
    step_up(world.services, world.people["ann"], first, code)
    assert sql(world, "UPDATE factors SET sealed = ?", before) == 1
    with pytest.raises(AuditError):
        step_up(world.services, world.people["ann"], second, code)


def test_a_deleted_factor(world: World) -> None:
    """Who has password, session and the database file does not get rid of the factor by deleting its row."""
    world.enrol("ann")
    assert sql(world, "DELETE FROM factors") == 1
    with pytest.raises(AuditError):
        shown(world, "ann")


def test_a_replaced_factor_is_put_back(world: World) -> None:
    """The factor that was lost and replaced does not come back with its old row."""
    world.enrol("ann")
    lost, before = world.secrets["ann"], cell(world, "SELECT sealed FROM factors")
    world.secrets["ann"] = shown(world, "ann", world.code("ann"))
    world.clock.move(seconds=60)
    confirm_enrolment(world.services, world.people["ann"], world.code("ann"))
    world.clock.move(seconds=60)
    grant = world.grant()
    assert sql(world, "UPDATE factors SET sealed = ?", before) == 1
    with pytest.raises(AuditError):
        step_up(world.services, world.people["ann"], grant, totp(lost, step_at(world.clock.now)))


def test_a_secret_that_was_never_proved(world: World) -> None:
    """A secret that was shown to a thief before Ann enrolled is no factor, in neither table."""
    stolen = shown(world, "ann")
    pending = cell(world, "SELECT sealed FROM pending_factors")
    world.enrol("ann")
    grant = world.grant()
    code = totp(stolen, step_at(world.clock.now))
    sql(world, "INSERT INTO pending_factors VALUES ('ann', ?)", pending)
    with pytest.raises(StorageError):
        confirm_enrolment(world.services, world.people["ann"], code)
    assert sql(world, "UPDATE factors SET sealed = ?", pending) == 1
    with pytest.raises(StorageError):
        step_up(world.services, world.people["ann"], grant, code)
