"""The only place that wires: from settings and a key provider to ``Services``, and the first account of a new server."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.access.policy import PolicySet
from milkglass.access.principal import Role
from milkglass.audit.entry import Draft, EntryType
from milkglass.audit.store import AuditLog
from milkglass.db.denied import DenyFile
from milkglass.db.engine import Database
from milkglass.db.rowseal import RowSeal
from milkglass.db.texts import SecretBox, TextStore
from milkglass.errors import MissingPartError, StateError, UsageError
from milkglass.identity.passwords import DEFAULT, Profile, hash_password
from milkglass.identity.store import IdentityStore
from milkglass.incidents.sources.builtin import BuiltinIncidents
from milkglass.keys.accounting import YearKeys
from milkglass.keys.keyring import KeyringFolder
from milkglass.masking.kinds import KINDS
from milkglass.masking.rules import Ruleset
from milkglass.service.accounting import label_of, this_years_key
from milkglass.service.add_account import NewAccount, new_account, write_account
from milkglass.service.caller import SYSTEM
from milkglass.service.erase_subject import replay_erasures
from milkglass.service.facts import Counted
from milkglass.service.ledger import Ledger
from milkglass.service.rows import AccessRows
from milkglass.service.services import Services, change

if TYPE_CHECKING:
    from collections.abc import Callable

    from milkglass.config import ServerSettings
    from milkglass.service.services import Keys


def system_clock() -> datetime:
    """The time of this machine, UTC."""
    return datetime.now(UTC)


def system_random(size: int) -> bytes:
    """Random bytes of the operating system."""
    return os.urandom(size)


def build(
    settings: ServerSettings,
    *,
    provider: Keys,
    clock: Callable[[], datetime] = system_clock,
    random: Callable[[int], bytes] = system_random,
    passwords: Profile = DEFAULT,
) -> Services:
    """Open everything a server needs; brings the database to the newest version.

    Records the policy if it is new, and makes the accounting key of this year if there never was one.

    Args:
        settings: Where things live.
        provider: A loaded key provider; the audit log is named after its domain.
        clock: The time, aware, UTC.
        random: That many random bytes.
        passwords: Cost of a password hash.

    Raises:
        MissingPartError: if there is no data folder.
        RulesetError: if the policy file or the rules file does not fit.
        StorageError: if the database refused.
        AuditError: if the log in the database is not what was signed.
    """
    _check_folder(settings)
    policy = load_policy(settings)
    database = Database(settings.database)
    database.migrate()
    seal = RowSeal(provider.side_key("rows"))
    texts = TextStore(SecretBox(provider.side_key("texts"), random), random)
    signing_key = Ed25519PrivateKey.from_private_bytes(provider.side_key("audit-signing"))
    log = AuditLog(f"{provider.domain}/audit", signing_key, clock=clock, random=random)
    services = Services(
        settings=settings,
        db=database,
        log=log,
        ledger=Ledger(log),
        identity=IdentityStore(seal, SecretBox(provider.side_key("totp"), random)),
        incidents=BuiltinIncidents(seal, texts),
        texts=texts,
        rows=AccessRows(seal, texts),
        denied=DenyFile(settings.denied, provider.side_key("erasure-file")),
        policy=policy,
        keys=provider,
        keyring=KeyringFolder(settings.keyring),
        accounting=YearKeys(settings.accounting, provider.side_key("accounting-wrap"), random),
        sensitivity=load_sensitivity(settings),
        passwords=passwords,
        clock=clock,
        random=random,
    )
    _record_start(services)
    return services


def init_server(services: Services, name: str = "admin") -> NewAccount:
    """Make the first account, an administrator; its password is shown once and has to be changed.

    Raises:
        StateError: if there are accounts already.
    """
    made = new_account(services, name, [Role.ADMIN])
    encoded = hash_password(made.initial_password, profile=services.passwords, random=services.random)
    with change(services) as at:
        if services.identity.accounts(at.conn):
            raise StateError("this server has accounts already", hint="sign in as an administrator")
        write_account(services, at, made, encoded, SYSTEM)
    return made


def load_policy(settings: ServerSettings) -> PolicySet:
    """The policy file of the data folder, or the starter policy while there is none.

    Raises:
        UsageError: if it cannot be read.
        RulesetError: if it does not fit.
    """
    try:
        text = settings.policy.read_text(encoding="utf-8")
    except FileNotFoundError:
        return PolicySet.starter()
    except (OSError, UnicodeDecodeError):
        raise UsageError("the policy file cannot be read", hint="look at policy.cedar in the data folder") from None
    return PolicySet.load(text, file=settings.policy.name)


def load_sensitivity(settings: ServerSettings) -> dict[str, int]:
    """How sensitive every kind is that this server may open: those of this version, and those that its rules file names.

    Raises:
        RulesFileError: if the rules file does not compile.
    """
    known = {name: kind.sensitivity for name, kind in KINDS.items()}
    return known | Ruleset.load(settings.rules).core.sensitivities if settings.rules.exists() else known


def _check_folder(settings: ServerSettings) -> None:
    if not settings.data.is_dir():
        raise MissingPartError(
            f"there is no data folder {settings.data}", hint="make a server with milkglass server init"
        )


def _record_start(services: Services) -> None:
    """The policy if it is new, and the accounting key of this year if there never was one, and every erasure."""
    with change(services) as at:
        if not at.count(Counted.KEYS_MADE, label_of(at.now.year)):
            this_years_key(services, at)
        replay_erasures(services, at)
        if at.facts.policy_hash != services.policy.hash:
            at.record(Draft(type=EntryType.POLICY_LOAD, actor=SYSTEM, about=services.policy.hash))
