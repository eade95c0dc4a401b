"""Take in keyring rows that masking hosts wrote. They are sealed: who brings them cannot open them.

Each is tried with the server's keys first: a made-up row under the key id of somebody else's day would keep the true one out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milkglass.access.principal import Role
from milkglass.audit.entry import Draft, EntryType
from milkglass.errors import StateError, UsageError
from milkglass.masking.keyring import KeyringRow
from milkglass.service.caller import change_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milkglass.service.caller import Caller
    from milkglass.service.services import Services

MOST_ROWS = 1000
_MAY_IMPORT = (Role.ENGINEER, Role.SECURITY, Role.ADMIN)


def import_keyring(services: Services, caller: Caller, lines: Sequence[str]) -> int:
    """Add rows; how many were new.

    Raises:
        DeniedError: if the caller is an auditor only.
        FormatError: if a line is no row.
        StateError: if a row stands under a key id that another row has already.
        KeysError: likewise, if the other one came in between, ``keys.conflict``; if a row is not what was sealed, ``keys.row``;
            if no pair at hand opens it, ``keys.pair``.
        StorageError: if the keyring cannot be written.
    """
    caller.require(*_MAY_IMPORT)
    if len(lines) > MOST_ROWS:
        raise UsageError(f"at most {MOST_ROWS} rows at once", hint="send them in batches")
    rows = [KeyringRow.from_line(line) for line in lines]
    fresh = _fresh(services, rows)
    if not fresh:
        return 0
    for row in fresh.values():
        services.keys.open_day(row, ())
    with change_by(services, caller) as (at, now_caller):
        now_caller.require(*_MAY_IMPORT)
        kids = tuple(sorted(fresh))
        at.record(Draft(type=EntryType.KEYS_IMPORT, actor=now_caller.actor, sess=caller.sess, kids=kids))
    return services.keyring.add(list(fresh.values()))


def _fresh(services: Services, rows: Sequence[KeyringRow]) -> dict[str, KeyringRow]:
    """Rows the server does not have, by key id."""
    fresh: dict[str, KeyringRow] = {}
    for row in rows:
        known = fresh.get(row.kid) or services.keyring.row(row.kid)
        if known is None:
            fresh[row.kid] = row
        elif known != row:
            raise StateError(f"key id {row.kid} has another row already", hint="a host may have been restored wrongly")
    return fresh
