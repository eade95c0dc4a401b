"""OCSF 1.5: reveals are Datastore Activity (6005) Decrypt, sessions and factors Authentication (3002), grants User Access (3005).

Everything else, keys above all, is Entity Management (3004). Source: ocsf/ocsf-schema. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from milkglass.audit.entry import EntryType, Out
from milkglass.audit.jsontext import format_time
from milkglass.audit.siem.common import Level, fields, level, milliseconds, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milkglass.audit.entry import Entry

VERSION: Final = "1.5.0"
_T = EntryType
_IAM, _APPLICATION = (3, "Identity & Access Management"), (6, "Application Activity")
_CLASSES: Final[Mapping[int, tuple[tuple[int, str], str]]] = {
    3002: (_IAM, "Authentication"),
    3004: (_IAM, "Entity Management"),
    3005: (_IAM, "User Access Management"),
    6005: (_APPLICATION, "Datastore Activity"),
}
_OTHER: Final = 99
_ACTIVITIES: Final[Mapping[EntryType, tuple[int, int, str]]] = {
    _T.REVEAL_INTENT: (6005, 10, "Decrypt"),
    _T.REVEAL_RESULT: (6005, 10, "Decrypt"),
    _T.REVEAL_REFUSE: (6005, 10, "Decrypt"),
    _T.SEARCH_INTENT: (6005, 4, "Query"),
    _T.SEARCH_RESULT: (6005, 4, "Query"),
    _T.AUDIT_EXPORT: (6005, 1, "Read"),
    _T.ERASE_DONE: (6005, 7, "Delete"),
    _T.SESSION_OPEN: (3002, 1, "Logon"),
    _T.SESSION_CLOSE: (3002, 2, "Logoff"),
    _T.STEPUP_OK: (3002, _OTHER, "Step-up"),
    _T.STEPUP_REFUSE: (3002, _OTHER, "Step-up"),
    _T.FACTOR_LOCK: (3002, _OTHER, "Factor locked"),
    _T.GRANT_ISSUE: (3005, 1, "Assign Privileges"),
    _T.GRANT_BREAK_GLASS: (3005, 1, "Assign Privileges"),
    _T.GRANT_REVOKE: (3005, 2, "Revoke Privileges"),
    _T.GRANT_RETURN: (3005, 2, "Revoke Privileges"),
    _T.GRANT_END: (3005, 2, "Revoke Privileges"),
    _T.ACCOUNT_ADD: (3004, 1, "Create"),
    _T.INCIDENT_OPEN: (3004, 1, "Create"),
    _T.REQUEST_SUBMIT: (3004, 1, "Create"),
    _T.KEYS_CREATE: (3004, 1, "Create"),
    _T.KEYS_IMPORT: (3004, 1, "Create"),
    _T.FACTOR_ENROL: (3004, 1, "Create"),
    _T.ERASE_REQUEST: (3004, 1, "Create"),
    _T.KEYS_OPEN: (3004, 2, "Read"),
    _T.KEYS_SHRED: (3004, 4, "Delete"),
    _T.REQUEST_WITHDRAW: (3004, 4, "Delete"),
}
_UPDATE: Final = (3004, 3, "Update")
_STATUS: Final = {Out.OK: (1, "Success"), Out.DENIED: (2, "Failure"), Out.ERROR: (2, "Failure")}
_SEVERITY: Final = {
    Level.INFO: (1, "Informational"),
    Level.NOTICE: (2, "Low"),
    Level.WARNING: (3, "Medium"),
    Level.ERROR: (4, "High"),
}


def to_ocsf(entry: Entry, *, origin: str, build: str) -> dict[str, Any]:
    """One event.

    Args:
        entry: The entry.
        origin: Name of the log.
        build: Version of milkglass.
    """
    class_uid, activity, caption = _ACTIVITIES.get(entry.type, _UPDATE)
    (category, category_name), class_name = _CLASSES[class_uid]
    severity, severity_name = _SEVERITY[level(entry)]
    status, status_name = _STATUS[entry.out]
    event: dict[str, Any] = {
        "activity_id": activity,
        "activity_name": caption,
        "category_uid": category,
        "category_name": category_name,
        "class_uid": class_uid,
        "class_name": class_name,
        "type_uid": class_uid * 100 + activity,
        "type_name": f"{class_name}: {caption}",
        "severity_id": severity,
        "severity": severity_name,
        "status_id": status,
        "status": status_name,
        "time": milliseconds(entry.t),
        "message": sentence(entry),
        "metadata": _metadata(entry, origin, build),
        "actor": {"user": _user(entry)} | ({"session": {"uid": entry.sess}} if entry.sess else {}),
        "unmapped": fields(entry),
    }
    if entry.why:
        event["status_code"] = entry.why
    return event | _OF_CLASS[class_uid](entry, origin)


def _metadata(entry: Entry, origin: str, build: str) -> dict[str, Any]:
    return {
        "version": VERSION,
        "uid": entry.id,
        "sequence": entry.n,
        "original_time": format_time(entry.t),
        "log_name": origin,
        "event_code": entry.type.value,
        "product": {"name": "milkglass", "vendor_name": "milkglass", "version": build},
        "profiles": [],
    }


def _user(entry: Entry) -> dict[str, Any]:
    roles = [{"name": role} for role in entry.actor.roles]
    return {"name": entry.actor.sub, "uid": entry.actor.sub, "type_id": 3 if entry.actor.sub == "system" else 1} | (
        {"groups": roles} if roles else {}
    )


def _datastore(entry: Entry, origin: str) -> dict[str, Any]:
    names = entry.scope.services if entry.scope else (origin,)
    return {
        "src_endpoint": {"name": "milkglass client"},
        "databucket": {"name": ", ".join(names), "type_id": _OTHER, "type": "Masked log"},
        "type_id": 2,
        "type": "Databucket",
    }


def _authentication(entry: Entry, origin: str) -> dict[str, Any]:
    is_mfa = entry.type in {_T.STEPUP_OK, _T.STEPUP_REFUSE, _T.FACTOR_LOCK}
    return {"user": _user(entry), "service": {"name": origin}, "is_mfa": is_mfa}


def _access(entry: Entry, origin: str) -> dict[str, Any]:
    holder = entry.about or entry.actor.sub
    kinds = [f"reveal:{kind}" for kind in entry.scope.kinds] if entry.scope else ["reveal"]
    services = [{"name": name, "type": "Masked log"} for name in entry.scope.services] if entry.scope else []
    return {"user": {"name": holder, "uid": holder}, "privileges": kinds, "resources": services}


def _entity(entry: Entry, origin: str) -> dict[str, Any]:
    name = entry.about or entry.req or entry.incident or entry.grant or origin
    return {"entity": {"name": name, "uid": name, "type": entry.type.value.partition(".")[0]}}


_OF_CLASS: Final = {3002: _authentication, 3004: _entity, 3005: _access, 6005: _datastore}
