"""Requests, reviews and grants in the database. IO; every method works in the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from milkglass.access.approval import Answer, Review
from milkglass.access.decision import Rung
from milkglass.access.grant import EndedWhy, Grant
from milkglass.access.request import AccessRequest, RequestState
from milkglass.access.scope import Scope
from milkglass.db.tables.access import grants, requests, reviews
from milkglass.db.times import from_text, to_text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

    from milkglass.db.rowseal import RowSeal
    from milkglass.db.texts import StoredText, TextStore


class AccessRows:
    """Reads and writes the tables of `db.tables.access`.

    Args:
        seal: Stamps requests and reviews; grants are checked against the log instead.
        texts: Keeps reasons and notes.
    """

    def __init__(self, seal: RowSeal, texts: TextStore) -> None:
        self._seal = seal
        self._texts = texts

    def add_request(self, conn: Connection, request: AccessRequest, reason: StoredText) -> None:
        """Write a new request, whose reason is stored already."""
        values = {
            "id": request.id,
            "requester": request.requester,
            "seconds": int(request.duration.total_seconds()),
            "text_id": reason.id,
            "incident": request.incident,
            "created_at": to_text(request.created_at),
            "state": request.state.value,
            "rung": request.rung.value,
            "rule": request.rule,
            "because": request.because,
            "policy_hash": request.policy_hash,
        }
        conn.execute(insert(requests), self._seal.stamp("requests", values | _scope_values(request.scope)))

    def set_state(self, conn: Connection, request: AccessRequest) -> None:
        """Write the state of a request that was moved."""
        where = requests.c.id == request.id
        values = self._seal.check("requests", conn.execute(select(requests).where(where)).one())
        conn.execute(
            update(requests).where(where), self._seal.stamp("requests", values | {"state": request.state.value})
        )

    def request(self, conn: Connection, request_id: str) -> AccessRequest | None:
        """The request with this id."""
        row = conn.execute(select(requests).where(requests.c.id == request_id)).one_or_none()
        return None if row is None else self._request(conn, row)

    def requests(self, conn: Connection) -> list[AccessRequest]:
        """Every request, the newest first."""
        query = select(requests).order_by(requests.c.created_at.desc(), requests.c.id)
        return [self._request(conn, row) for row in conn.execute(query)]

    def reason_commitment(self, conn: Connection, request_id: str) -> str:
        """What entries say of the reason of a request."""
        text_id = conn.execute(select(requests.c.text_id).where(requests.c.id == request_id)).scalar_one()
        return self._texts.commitment(conn, text_id)

    def add_review(self, conn: Connection, request_id: str, seq: int, review: Review) -> None:
        """Write an answer."""
        values = {
            "request": request_id,
            "seq": seq,
            "reviewer": review.reviewer,
            "answer": review.answer.value,
            "at": to_text(review.at),
            "text_id": review.note_id,
            "seconds": None if review.duration is None else int(review.duration.total_seconds()),
            "services": _words(review.services),
            "kinds": _words(review.kinds),
        }
        conn.execute(insert(reviews), self._seal.stamp("reviews", values))

    def reviews(self, conn: Connection, request_id: str) -> list[Review]:
        """The answers to a request, in the order in which they were given."""
        query = select(reviews).where(reviews.c.request == request_id).order_by(reviews.c.seq)
        return [_review(self._seal.check("reviews", row)) for row in conn.execute(query)]

    def add_grant(self, conn: Connection, grant: Grant) -> None:
        """Write a new grant."""
        values = {
            "id": grant.id,
            "request": grant.request_id,
            "holder": grant.holder,
            "not_before": to_text(grant.not_before),
            "expires_at": to_text(grant.expires_at),
            "incident": grant.incident,
            "max_values": grant.max_values,
        }
        conn.execute(insert(grants), values | _scope_values(grant.scope))

    def end_grant(self, conn: Connection, grant: Grant, note: StoredText | None = None) -> None:
        """Write the early end of a grant, with the text that says why, if there is one."""
        if grant.ended_at is not None and grant.ended_why is not None:
            values = {"ended_at": to_text(grant.ended_at), "ended_why": grant.ended_why.value}
            values |= {} if note is None else {"ended_text_id": note.id}
            conn.execute(update(grants).where(grants.c.id == grant.id), values)

    def grant(self, conn: Connection, grant_id: str) -> Grant | None:
        """The grant with this id, as its row says."""
        found = self.grants(conn, grants.c.id == grant_id)
        return found[0] if found else None

    def grant_of_request(self, conn: Connection, request_id: str) -> str | None:
        """Id of the grant that followed from a request."""
        return conn.execute(select(grants.c.id).where(grants.c.request == request_id)).scalar_one_or_none()

    def ended_note(self, conn: Connection, grant_id: str) -> str | None:
        """Why a grant was ended early, in words, if somebody said."""
        query = select(grants.c.ended_text_id).where(grants.c.id == grant_id)
        text_id = conn.execute(query).scalar_one_or_none()
        return None if text_id is None else self._texts.get(conn, text_id)

    def grants_of_holder(self, conn: Connection, name: str) -> list[Grant]:
        """Grants of one person that have not ended early."""
        return self.grants(conn, (grants.c.holder == name) & grants.c.ended_at.is_(None))

    def grants_of_incident(self, conn: Connection, incident_id: str) -> list[Grant]:
        """Grants that end with an incident and have not ended early."""
        return self.grants(conn, (grants.c.incident == incident_id) & grants.c.ended_at.is_(None))

    def grants(self, conn: Connection, where: ColumnElement[bool] | None = None) -> list[Grant]:
        """Grants, the newest first."""
        query = select(grants).order_by(grants.c.not_before.desc(), grants.c.id)
        return [_grant(row) for row in conn.execute(query if where is None else query.where(where))]

    def _request(self, conn: Connection, row: Row[Any]) -> AccessRequest:
        values = self._seal.check("requests", row)
        return AccessRequest(
            id=values["id"],
            requester=values["requester"],
            scope=_scope(values),
            duration=timedelta(seconds=values["seconds"]),
            reason=self._texts.get(conn, values["text_id"]),
            incident=values["incident"],
            created_at=from_text(values["created_at"]),
            state=RequestState(values["state"]),
            rung=Rung(values["rung"]),
            rule=values["rule"],
            because=values["because"],
            policy_hash=values["policy_hash"],
        )


def _review(values: dict[str, Any]) -> Review:
    seconds = values["seconds"]
    return Review(
        reviewer=values["reviewer"],
        answer=Answer(values["answer"]),
        at=from_text(values["at"]),
        note_id=values["text_id"],
        duration=None if seconds is None else timedelta(seconds=seconds),
        services=_set_of(values["services"]),
        kinds=_set_of(values["kinds"]),
    )


def _words(names: frozenset[str] | None) -> str | None:
    return None if names is None else " ".join(sorted(names))


def _set_of(words: str | None) -> frozenset[str] | None:
    return None if words is None else frozenset(words.split())


def _grant(row: Row[Any]) -> Grant:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    ended_at, ended_why = values["ended_at"], values["ended_why"]
    return Grant(
        id=values["id"],
        request_id=values["request"],
        holder=values["holder"],
        scope=_scope(values),
        not_before=from_text(values["not_before"]),
        expires_at=from_text(values["expires_at"]),
        incident=values["incident"],
        ended_at=None if ended_at is None else from_text(ended_at),
        ended_why=None if ended_why is None else EndedWhy(ended_why),
        max_values=values["max_values"],
    )


def _scope_values(scope: Scope) -> dict[str, Any]:
    return {
        "services": " ".join(sorted(scope.services)),
        "kinds": " ".join(sorted(scope.kinds)),
        "log_from": to_text(scope.log_from),
        "log_to": to_text(scope.log_to),
    }


def _scope(values: dict[str, Any]) -> Scope:
    return Scope(
        services=frozenset(values["services"].split()),
        kinds=frozenset(values["kinds"].split()),
        log_from=from_text(values["log_from"]),
        log_to=from_text(values["log_to"]),
    )
