"""Rows that the signed log agrees with. Every use case reads accounts, incidents, requests, reviews and grants through here.

A MAC says that the server wrote a row once; the log says that this is how it stands now, and not an old copy put back. A grant
is compared with its entries term by term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.request import RequestState
from milkglass.errors import AuditError, UsageError
from milkglass.service.entries import scope_entry, window_entry
from milkglass.service.facts import Counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.access.approval import Review
    from milkglass.access.grant import Grant
    from milkglass.access.request import AccessRequest
    from milkglass.identity.store import Account, Factor
    from milkglass.incidents.incident import Incident
    from milkglass.service.facts import IssuedGrant
    from milkglass.service.services import Look, Services

NOT_FOUND = "usage.unknown"


def find_account(services: Services, at: Look, name: str) -> Account | None:
    """The account of this name.

    Raises:
        AuditError: if its row is not the newest on the record; code ``audit.tampered``.
    """
    account = services.identity.account(at.conn, name)
    return None if account is None else _newest(services, at, account)


def find_factor(services: Services, at: Look, name: str) -> Factor | None:
    """The second factor of this account.

    Raises:
        AuditError: if its row is not the newest on the record, or is missing; code ``audit.tampered``.
    """
    factor = services.identity.factor(at.conn, name)
    _check(at.count(Counted.CODES, name) == (0 if factor is None else factor.uses), "a second factor")
    return factor


def all_accounts(services: Services, at: Look) -> list[Account]:
    """Every account, by name; raises as ``find_account`` does."""
    return [_newest(services, at, account) for account in services.identity.accounts(at.conn)]


def on_call_lists(services: Services, at: Look) -> Mapping[str, frozenset[str]]:
    """Who is on call, by service.

    Raises:
        AuditError: if a list is not the newest on the record.
    """
    lists = services.incidents.on_call(at.conn)
    for service, duty in lists.items():
        _check(at.count(Counted.ON_CALL, service) == duty.rev, "an on-call list")
    return {service: duty.people for service, duty in lists.items()}


def find_incident(services: Services, at: Look, incident_id: str) -> Incident:
    """The incident.

    Raises:
        UsageError: if there is none; code ``usage.unknown``.
        AuditError: if the record says that it is resolved and its row does not, or the other way round.
    """
    incident = services.incidents.get(at.conn, incident_id)
    if incident is None:
        raise UsageError("there is no such incident", code=NOT_FOUND)
    return _as_recorded(at, incident)


def all_incidents(services: Services, at: Look) -> list[Incident]:
    """Every incident, the newest first; raises as ``find_incident`` does."""
    return [_as_recorded(at, incident) for incident in services.incidents.all(at.conn)]


def find_request(services: Services, at: Look, request_id: str) -> AccessRequest:
    """The request.

    Raises:
        UsageError: if there is none; code ``usage.unknown``.
        AuditError: if the record says that it is decided and its row does not, or the other way round.
    """
    request = services.rows.request(at.conn, request_id)
    if request is None:
        raise UsageError("there is no such request", code=NOT_FOUND)
    return _as_decided(at, request)


def all_requests(services: Services, at: Look) -> list[AccessRequest]:
    """Every request, the newest first; raises as ``find_request`` does."""
    return [_as_decided(at, request) for request in services.rows.requests(at.conn)]


def reviews_of(services: Services, at: Look, request_id: str) -> list[Review]:
    """The answers to a request, in order.

    Raises:
        AuditError: if there are more or fewer than on the record.
    """
    reviews = services.rows.reviews(at.conn, request_id)
    _check(len(reviews) == at.count(Counted.REVIEWS, request_id), "the reviews of a request")
    return reviews


def find_grant(services: Services, at: Look, grant_id: str) -> Grant:
    """The grant.

    Raises:
        UsageError: if there is none; code ``usage.unknown``.
        AuditError: if its row is not what the log says of it; code ``audit.tampered``.
    """
    grant = services.rows.grant(at.conn, grant_id)
    if grant is not None:
        return check_grant(at, grant)
    if at.facts.grant(grant_id, at.size) is not None:
        raise _tampered("a grant")
    raise UsageError("there is no such grant", code=NOT_FOUND)


def check_grant(at: Look, grant: Grant) -> Grant:
    """A grant that was read from its row.

    Raises:
        AuditError: if this is not what the log says of it.
    """
    issued = at.facts.grant(grant.id, at.size)
    _check(issued is not None and _agree(grant, issued), "a grant")
    return grant


def incident_is_open(services: Services, at: Look, grant: Grant) -> bool:
    """Whether the grant's incident is open; False if it has none."""
    return grant.incident is not None and find_incident(services, at, grant.incident).is_open


def _newest(services: Services, at: Look, account: Account) -> Account:
    _check(at.count(Counted.ACCOUNT, account.name) == account.rev, "an account")
    return account


def _as_recorded(at: Look, incident: Incident) -> Incident:
    _check(at.count(Counted.RESOLVED, incident.id) == (0 if incident.is_open else 1), "an incident")
    return incident


def _as_decided(at: Look, request: AccessRequest) -> AccessRequest:
    is_decided = at.count(Counted.DECIDED, request.id) > 0
    _check(is_decided is (request.state is not RequestState.PENDING), "a request")
    return request


def _agree(grant: Grant, issued: IssuedGrant) -> bool:
    row = (
        grant.holder,
        grant.request_id,
        scope_entry(grant.scope),
        window_entry(grant),
        grant.incident,
        grant.max_values,
    )
    end = None if issued.end is None else (issued.end.at, issued.end.why)
    ended = None if grant.ended_at is None or grant.ended_why is None else (grant.ended_at, grant.ended_why.value)
    terms = (issued.holder, issued.request, issued.scope, issued.window, issued.incident, issued.max_values)
    return end == ended and row == terms


def _check(holds: bool, what: str) -> None:  # noqa: FBT001 - the claim itself
    if not holds:
        raise _tampered(what)


def _tampered(what: str) -> AuditError:
    return AuditError(
        f"{what} in the database is not the one on the record",
        code="audit.tampered",
        hint="look at who can write the database file",
    )
