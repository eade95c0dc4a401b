"""Which account a person in chat is: only what that account confirmed. IO; every method works in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from milkglass.db.engine import upsert
from milkglass.db.tables.notify import chat_codes, chat_links
from milkglass.db.times import from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from milkglass.db.rowseal import RowSeal


@dataclass(frozen=True, slots=True)
class Code:
    """A code that an account asked for: until when it holds, and who sent it from chat."""

    account: str
    until: datetime
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """An account's person in chat, None once it was taken away, and how often that was written."""

    account: str
    person: str | None
    rev: int


class ChatLinks:
    """Reads and writes ``chat_codes`` and ``chat_links``.

    Args:
        seal: Stamps rows, so that nobody becomes an approver by editing the file.
    """

    def __init__(self, seal: RowSeal) -> None:
        self._seal = seal

    def put_code(self, conn: Connection, code_hash: bytes, code: Code) -> None:
        """Write the code of an account, in place of an earlier one."""
        values = {
            "account": code.account,
            "code_hash": code_hash,
            "until": to_text(code.until),
            "claimed_by": code.claimed_by,
        }
        row = self._seal.stamp("chat_codes", values)
        upsert(conn, chat_codes, "account", row)

    def code(self, conn: Connection, code_hash: bytes) -> Code | None:
        """The code with this hash."""
        row = conn.execute(select(chat_codes).where(chat_codes.c.code_hash == code_hash)).one_or_none()
        return None if row is None else _code(self._seal.check("chat_codes", row))

    def code_of(self, conn: Connection, account: str) -> Code | None:
        """The code of an account."""
        row = conn.execute(select(chat_codes).where(chat_codes.c.account == account)).one_or_none()
        return None if row is None else _code(self._seal.check("chat_codes", row))

    def drop_code(self, conn: Connection, account: str) -> None:
        """Forget the code of an account."""
        conn.execute(delete(chat_codes).where(chat_codes.c.account == account))

    def put_link(self, conn: Connection, link: Link) -> None:
        """Write the link of an account."""
        row = self._seal.stamp("chat_links", {"account": link.account, "person": link.person, "rev": link.rev})
        upsert(conn, chat_links, "account", row)

    def link_of(self, conn: Connection, account: str) -> Link | None:
        """The link of an account."""
        return self._link(conn, chat_links.c.account == account)

    def link_to(self, conn: Connection, person: str) -> Link | None:
        """The link to a person in chat."""
        return self._link(conn, chat_links.c.person == person)

    def _link(self, conn: Connection, where: Any) -> Link | None:
        row = conn.execute(select(chat_links).where(where)).one_or_none()
        if row is None:
            return None
        values = self._seal.check("chat_links", row)
        return Link(values["account"], values["person"], values["rev"])


def _code(values: dict[str, Any]) -> Code:
    return Code(values["account"], from_text(values["until"]), values["claimed_by"])
