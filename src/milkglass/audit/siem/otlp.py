"""OpenTelemetry logs in OTLP/JSON: what ``POST /v1/logs`` takes, and a line of an OTLP file. Pure; source: opentelemetry-proto."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from milkglass.audit.siem.common import Level, fields, level, milliseconds, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milkglass.audit.entry import Entry

_SEVERITY: Final = {
    Level.INFO: (9, "INFO"),
    Level.NOTICE: (10, "INFO2"),
    Level.WARNING: (13, "WARN"),
    Level.ERROR: (17, "ERROR"),
}
_NANOSECONDS: Final = 1_000_000


def to_otlp(entries: Iterable[Entry], *, origin: str, build: str) -> dict[str, Any]:
    """One ``ExportLogsServiceRequest`` of all these entries."""
    resource = [
        _pair("service.name", "milkglass"),
        _pair("service.instance.id", origin),
        _pair("service.version", build),
    ]
    scope = {"name": "milkglass.audit", "version": build}
    records = {"scope": scope, "logRecords": list(map(_record, entries))}
    return {"resourceLogs": [{"resource": {"attributes": resource}, "scopeLogs": [records]}]}


def _record(entry: Entry) -> dict[str, Any]:
    number, text = _SEVERITY[level(entry)]
    when = str(milliseconds(entry.t) * _NANOSECONDS)
    return {
        "timeUnixNano": when,
        "observedTimeUnixNano": when,
        "severityNumber": number,
        "severityText": text,
        "eventName": f"milkglass.{entry.type.value}",
        "body": {"stringValue": sentence(entry)},
        "attributes": [_pair("user.name", entry.actor.sub), _pair("log.record.uid", entry.id), *_attributes(entry)],
    }


def _attributes(entry: Entry) -> list[dict[str, Any]]:
    return [_pair(f"milkglass.{key}", value) for key, value in fields(entry).items()]


def _pair(key: str, value: Any) -> dict[str, Any]:
    return {"key": key, "value": _any(value)}


def _any(value: Any) -> dict[str, Any]:
    """An ``AnyValue``; 64-bit numbers are text in OTLP/JSON."""
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, list):
        return {"arrayValue": {"values": list(map(_any, value))}}
    return {"kvlistValue": {"values": [_pair(key, inner) for key, inner in value.items()]}}
