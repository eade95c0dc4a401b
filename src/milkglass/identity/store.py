"""Accounts, sessions and second factors in the database. IO; every method works in the caller's transaction.

Account rows carry a MAC, TOTP secrets are sealed for their account: who can write the database file can neither give out a
role nor put a factor of their own on somebody else.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from milkglass.db.engine import upsert
from milkglass.db.tables.identity import (
    accounts,
    ceremonies,
    credentials,
    factors,
    passkeys,
    pending_factors,
    recovery_codes,
    sessions,
    sign_in_failures,
)
from milkglass.db.times import from_text, to_text
from milkglass.identity.credentials import Credential
from milkglass.identity.lockout import Lockout
from milkglass.identity.passkeys import Passkeys
from milkglass.identity.recovery import RecoveryCodes
from milkglass.identity.sessions import Session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from milkglass.db.rowseal import RowSeal
    from milkglass.db.texts import SecretBox

_NUMBERS = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as stored.

    Args:
        name: Its name, in the form in which names are compared.
        roles: What it is for.
        password_hash: Encoded Argon2id hash.
        must_change: Whether the password was given by somebody else and must be changed first.
        active: Whether it may be used.
        is_agent: Whether a program uses it.
        created_at: When it was made.
        rev: How often its row was written; the log counts with it, so that an old row put back is noticed.
    """

    name: str
    roles: tuple[str, ...]
    password_hash: str = field(repr=False)
    must_change: bool
    active: bool
    is_agent: bool
    created_at: datetime
    rev: int

    def rewritten(self, **changes: Any) -> Account:
        """The account with changes, as its next row."""
        return replace(self, **changes, rev=self.rev + 1)


@dataclass(frozen=True, slots=True)
class Factor:
    """A confirmed TOTP factor.

    Args:
        secret: The shared secret.
        last_step: The last time step that was accepted.
        uses: How often the account's codes were accepted; the log counts too, so that an old row put back is noticed.
    """

    secret: bytes = field(repr=False)
    last_step: int
    uses: int

    def used(self, step: int) -> Factor:
        """The factor after one more accepted code."""
        return replace(self, last_step=step, uses=self.uses + 1)

    def to_bytes(self) -> bytes:
        """What is sealed."""
        return _NUMBERS.pack(self.last_step, self.uses) + self.secret

    def emptied(self) -> Factor:
        """What is kept when the factor was taken away: how often it was written, and no secret."""
        return replace(self, secret=b"", uses=self.uses + 1)

    @property
    def is_gone(self) -> bool:
        """Whether it was taken away."""
        return not self.secret

    @classmethod
    def from_bytes(cls, plain: bytes) -> Factor:
        """Read what ``to_bytes`` wrote."""
        return cls(plain[_NUMBERS.size :], *_NUMBERS.unpack_from(plain))


class IdentityStore:
    """Reads and writes the tables of `db.tables.identity`.

    Args:
        seal: Stamps account rows.
        box: Seals TOTP secrets.
    """

    def __init__(self, seal: RowSeal, box: SecretBox) -> None:
        self._seal = seal
        self._box = box

    def account(self, conn: Connection, name: str) -> Account | None:
        """The account of this name."""
        found = self._accounts(conn, accounts.c.name == name)
        return found[0] if found else None

    def accounts(self, conn: Connection) -> list[Account]:
        """Every account, by name."""
        return self._accounts(conn, None)

    def add_account(self, conn: Connection, account: Account) -> None:
        """Write a new account."""
        conn.execute(insert(accounts), self._stamped(account))

    def change_account(self, conn: Connection, account: Account) -> None:
        """Write an account over the one of the same name."""
        conn.execute(update(accounts).where(accounts.c.name == account.name), self._stamped(account))

    def sign_in_lockout(self, conn: Connection, name: str) -> Lockout:
        """How often the password of this account was wrong since it was last right."""
        row = conn.execute(select(sign_in_failures).where(sign_in_failures.c.account == name)).one_or_none()
        return Lockout() if row is None else Lockout(row.failures, _moment(row.locked_until))

    def set_sign_in_lockout(self, conn: Connection, name: str, lockout: Lockout) -> None:
        """Remember them."""
        values = {"failures": lockout.failures, "locked_until": _text(lockout.locked_until)}
        upsert(conn, sign_in_failures, "account", {"account": name, **values})

    def open_session(self, conn: Connection, session: Session) -> None:
        """Write a new session."""
        conn.execute(insert(sessions), self._stamped_session(session))

    def session(self, conn: Connection, id_hash: bytes) -> Session | None:
        """The open session with this hash of its id."""
        row = conn.execute(select(sessions).where(sessions.c.id_hash == id_hash)).one_or_none()
        if row is None:
            return None
        return _session(self._seal.check("sessions", row))

    def touch_session(self, conn: Connection, session: Session) -> None:
        """Note that the session was used, if it is open."""
        conn.execute(update(sessions).where(sessions.c.id_hash == session.id_hash), self._stamped_session(session))

    def close_session(self, conn: Connection, id_hash: bytes) -> bool:
        """Close a session; whether it was open."""
        return conn.execute(delete(sessions).where(sessions.c.id_hash == id_hash)).rowcount == 1

    def sessions_of(self, conn: Connection, name: str) -> list[bytes]:
        """Hashes of the ids of an account's open sessions."""
        return list(conn.execute(select(sessions.c.id_hash).where(sessions.c.account == name)).scalars())

    def factor(self, conn: Connection, name: str) -> Factor | None:
        """The confirmed factor of this account."""
        row = conn.execute(select(factors).where(factors.c.account == name)).one_or_none()
        if row is None:
            return None
        return Factor.from_bytes(self._box.open(row.sealed, _owner(name)))

    def has_factor(self, conn: Connection, name: str) -> bool:
        """Whether this account has a confirmed factor."""
        factor = self.factor(conn, name)
        return factor is not None and not factor.is_gone

    def put_pending_factor(self, conn: Connection, name: str, secret: bytes, nth: int) -> None:
        """Keep a secret until it is proved; a second one replaces the first. ``nth``: which enrolment of the account it is."""
        values = {"sealed": self._box.seal(secret, _pending_owner(name, nth))}
        upsert(conn, pending_factors, "account", {"account": name, **values})

    def pending_secret(self, conn: Connection, name: str, nth: int) -> bytes | None:
        """The secret that was shown for this enrolment of the account and not yet proved."""
        query = select(pending_factors.c.sealed).where(pending_factors.c.account == name)
        sealed = conn.execute(query).scalar_one_or_none()
        return None if sealed is None else self._box.open(sealed, _pending_owner(name, nth))

    def drop_pending_factor(self, conn: Connection, name: str) -> None:
        """Forget the secret that was shown and not proved."""
        conn.execute(delete(pending_factors).where(pending_factors.c.account == name))

    def put_factor(self, conn: Connection, name: str, factor: Factor) -> None:
        """Write the factor of this account over the one it has."""
        values = {"sealed": self._box.seal(factor.to_bytes(), _owner(name))}
        upsert(conn, factors, "account", {"account": name, **values})

    def sessions_in_full(self, conn: Connection, name: str) -> list[Session]:
        """An account's sessions, the newest first; some may be over."""
        rows = conn.execute(select(sessions).where(sessions.c.account == name).order_by(sessions.c.opened_at.desc()))
        return [_session(self._seal.check("sessions", row)) for row in rows]

    def add_credential(self, conn: Connection, credential: Credential) -> None:
        """Write a new API credential."""
        conn.execute(insert(credentials), self._stamped_credential(credential))

    def credential(self, conn: Connection, id_hash: bytes) -> Credential | None:
        """The API credential with this hash."""
        row = conn.execute(select(credentials).where(credentials.c.id_hash == id_hash)).one_or_none()
        return None if row is None else _credential(self._seal.check("credentials", row))

    def credentials(self, conn: Connection, name: str) -> list[Credential]:
        """An account's API credentials, the newest first; some may be over."""
        query = select(credentials).where(credentials.c.account == name).order_by(credentials.c.made_at.desc())
        return [_credential(self._seal.check("credentials", row)) for row in conn.execute(query)]

    def touch_credential(self, conn: Connection, credential: Credential) -> None:
        """Note that it was used."""
        where = credentials.c.id_hash == credential.id_hash
        conn.execute(update(credentials).where(where), self._stamped_credential(credential))

    def drop_credential(self, conn: Connection, id_hash: bytes) -> bool:
        """End a credential; whether it was there."""
        return conn.execute(delete(credentials).where(credentials.c.id_hash == id_hash)).rowcount == 1

    def recovery_codes(self, conn: Connection, name: str) -> RecoveryCodes | None:
        """The recovery codes of this account, as hashes."""
        query = select(recovery_codes.c.sealed).where(recovery_codes.c.account == name)
        sealed = conn.execute(query).scalar_one_or_none()
        return None if sealed is None else RecoveryCodes.from_bytes(self._box.open(sealed, _recovery_owner(name)))

    def put_recovery_codes(self, conn: Connection, name: str, codes: RecoveryCodes) -> None:
        """Write the recovery codes of this account over those it has."""
        values = {"sealed": self._box.seal(codes.to_bytes(), _recovery_owner(name))}
        upsert(conn, recovery_codes, "account", {"account": name, **values})

    def passkeys(self, conn: Connection, name: str) -> Passkeys:
        """The passkeys of this account."""
        query = select(passkeys.c.sealed).where(passkeys.c.account == name)
        sealed = conn.execute(query).scalar_one_or_none()
        return Passkeys() if sealed is None else Passkeys.from_bytes(self._box.open(sealed, f"passkeys of {name}"))

    def put_passkeys(self, conn: Connection, name: str, keys: Passkeys) -> None:
        """Write the passkeys of this account over those it has."""
        values = {"sealed": self._box.seal(keys.to_bytes(), f"passkeys of {name}")}
        upsert(conn, passkeys, "account", {"account": name, **values})

    def put_ceremony(self, conn: Connection, name: str, ticket: bytes, plain: bytes) -> None:
        """Keep the one ceremony of this account that waits; an earlier one is over."""
        values = {"ticket": ticket, "sealed": self._box.seal(plain, f"ceremony {ticket.hex()}")}
        upsert(conn, ceremonies, "account", {"account": name, **values})

    def ceremony(self, conn: Connection, ticket: bytes) -> bytes | None:
        """The ceremony of this ticket (SHA-256)."""
        sealed = conn.execute(select(ceremonies.c.sealed).where(ceremonies.c.ticket == ticket)).scalar_one_or_none()
        return None if sealed is None else self._box.open(sealed, f"ceremony {ticket.hex()}")

    def drop_ceremony(self, conn: Connection, ticket: bytes) -> None:
        """Use a ticket up."""
        conn.execute(delete(ceremonies).where(ceremonies.c.ticket == ticket))

    def _accounts(self, conn: Connection, where: ColumnElement[bool] | None) -> list[Account]:
        query = select(accounts).order_by(accounts.c.name)
        rows = conn.execute(query if where is None else query.where(where))
        return [_account(self._seal.check("accounts", row)) for row in rows]

    def _stamped(self, account: Account) -> dict[str, Any]:
        values = {name: getattr(account, name) for name in ("name", "password_hash", "must_change", "active")}
        values |= {"is_agent": account.is_agent, "rev": account.rev, "roles": " ".join(sorted(account.roles))}
        return self._seal.stamp("accounts", values | {"created_at": to_text(account.created_at)})

    def _stamped_session(self, session: Session) -> dict[str, Any]:
        times = {"opened_at": to_text(session.opened_at), "seen_at": to_text(session.seen_at)}
        return self._seal.stamp("sessions", {"id_hash": session.id_hash, "account": session.account, **times})

    def _stamped_credential(self, credential: Credential) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(credential, name) for name in ("id_hash", "account", "label")}
        values |= {name: to_text(getattr(credential, name)) for name in ("made_at", "ends_at", "seen_at")}
        return self._seal.stamp("credentials", values | {"scopes": " ".join(sorted(credential.scopes))})


def _session(values: dict[str, Any]) -> Session:
    return Session(values["id_hash"], values["account"], from_text(values["opened_at"]), from_text(values["seen_at"]))


def _credential(values: dict[str, Any]) -> Credential:
    times = {name: from_text(values[name]) for name in ("made_at", "ends_at", "seen_at")}
    return Credential(**(values | times | {"scopes": frozenset(values["scopes"].split())}))


def _account(values: dict[str, Any]) -> Account:
    given = values | {"roles": tuple(values["roles"].split()), "created_at": from_text(values["created_at"])}
    return Account(**given)


def _owner(name: str) -> str:
    return f"totp of {name}"


def _pending_owner(name: str, nth: int) -> str:
    return f"pending totp {nth} of {name}"


def _recovery_owner(name: str) -> str:
    return f"recovery codes of {name}"


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)
