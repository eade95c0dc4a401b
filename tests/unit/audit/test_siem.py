"""Entries in the words of other systems: whatever the entry, the event is one that its schema takes, and nothing is forged."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_ocsf_models.events.base_event import BaseEvent
from py_ocsf_models.objects.metadata import Metadata

from milkglass.audit.entry import Actor, Entry, EntryType, Out, Scope, ValueCount, Window
from milkglass.audit.siem.cef import to_cef
from milkglass.audit.siem.ecs import to_ecs
from milkglass.audit.siem.ocsf import to_ocsf
from milkglass.audit.siem.otlp import to_otlp
from milkglass.audit.siem.syslog import to_syslog

AT = datetime(2026, 11, 23, 10, 0, 0, 123000, tzinfo=UTC)
SAID: dict[str, Any] = {"origin": "logs.example.com/audit", "build": "0.1.0"}
HOSTILE = 'a|b=c\\d"]<1> \u00e9'
CLASSES = {3002: 3, 3004: 3, 3005: 3, 6005: 6}
"""Class and category, as the schema has them."""


def entry(kind: EntryType = EntryType.REVEAL_RESULT, **more: Any) -> Entry:
    """An entry with most fields."""
    given: dict[str, Any] = {
        "type": kind,
        "actor": Actor("ann", ("engineer",)),
        "n": 7,
        "id": "019aaf0e-b03b-7000-8000-000000000000",
        "t": AT,
        "sess": "00" * 8,
        "grant": "grant_1",
        "scope": Scope(("shop",), ("email",), AT, AT),
        "window": Window(AT, AT),
        "values": ValueCount(2, {"email": 2}, "00" * 32),
        "kids": ("aaaaaaaa",),
        "subjs": ("ab" * 16,),
    }
    return Entry(**(given | more))


@pytest.mark.parametrize("kind", EntryType)
@pytest.mark.parametrize("out", Out)
def test_every_type_is_an_ocsf_event(kind: EntryType, out: Out) -> None:
    """What the schema requires of the base event and of the class is there, and ids agree; the package's models take it."""
    event = to_ocsf(entry(kind, out=out, why=None if out is Out.OK else "access.denied"), **SAID)
    BaseEvent.model_validate(event)
    Metadata.model_validate(event["metadata"])
    assert CLASSES[event["class_uid"]] == event["category_uid"]
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
    assert event["time"] == 1795428000123
    required = {
        3002: {"user", "service"},
        3004: {"entity"},
        3005: {"user"},
        6005: {"actor", "src_endpoint", "databucket"},
    }
    assert required[event["class_uid"]] <= event.keys()
    assert (event["status_id"] == 1) is (out is Out.OK)
    assert json.loads(json.dumps(event)) == event


@pytest.mark.parametrize(
    ("kind", "class_uid", "activity"),
    [
        ("reveal.result", 6005, "Decrypt"),
        ("session.open", 3002, "Logon"),
        ("grant.issue", 3005, "Assign Privileges"),
        ("grant.revoke", 3005, "Revoke Privileges"),
        ("keys.shred", 3004, "Delete"),
    ],
)
def test_the_classes_that_were_chosen(kind: str, class_uid: int, activity: str) -> None:
    """Reveals decrypt, sessions log on, grants assign and revoke, keys are entities."""
    event = to_ocsf(entry(EntryType(kind)), **SAID)
    assert (event["class_uid"], event["activity_name"]) == (class_uid, activity)


def test_ecs() -> None:
    """Time, action, outcome, user and the whole entry."""
    found = to_ecs(entry(out=Out.DENIED, why="access.denied"), **SAID)
    assert found["@timestamp"] == "2026-11-23T10:00:00.123Z"
    assert found["event"]["outcome"] == "failure"
    assert found["event"]["action"] == found["milkglass"]["type"] == "reveal.result"
    assert found["user"] == {"name": "ann", "roles": ["engineer"]}


def _cef(line: str) -> tuple[list[str], dict[str, str]]:
    """Head and extension, as a receiver reads them."""
    *head, rest = re.split(r"(?<!\\)(?:\\\\)*\|", line, maxsplit=7)
    keys = re.split(r"(?:^| )(\w+)=", rest)
    return head, dict(zip(keys[1::2], keys[2::2], strict=True))


def test_cef_keeps_its_separators() -> None:
    """Security case 32: separators in names are escaped: no field can be added, no head part moved."""
    line = to_cef(entry(about=HOSTILE, actor=Actor("x suser=root", ())), **SAID)
    head, values = _cef(line)
    assert head[:3] == ["CEF:0", "milkglass", "milkglass"]
    assert len(head) == 7
    assert values["suser"] == "x suser\\=root"
    assert "\n" not in line
    assert values["cnt"] == "2"


def test_otlp_is_a_request() -> None:
    """Times and numbers are text, nested values are lists of pairs, each record has severity and body."""
    made = to_otlp([entry(), entry(EntryType.STEPUP_REFUSE, out=Out.DENIED, why="x")], **SAID)
    (resource,) = made["resourceLogs"]
    first, second = resource["scopeLogs"][0]["logRecords"]
    assert first["timeUnixNano"] == "1795428000123000000"
    assert (first["severityNumber"], second["severityNumber"]) == (10, 13)
    found = {pair["key"]: pair["value"] for pair in first["attributes"]}
    assert found["milkglass.n"] == {"intValue": "7"}
    assert found["milkglass.scope"]["kvlistValue"]["values"][0]["key"] == "from"


@given(st.text('ab]"\\ =<>|', min_size=1, max_size=30))
def test_syslog_data_cannot_be_forged(about: str) -> None:
    """Security case 32, RFC 5424: whatever a name holds, the structured data ends where it should and reads back as the name."""
    line = to_syslog(entry(about=about), origin="logs example/audit")
    found = re.fullmatch(
        r"<109>1 2026-11-23T10:00:00\.123Z logs-example/audit milkglass - reveal\.result "
        r'\[milkglass@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")*)\] \ufeff(.*)',
        line,
    )
    assert found is not None
    values = dict(re.findall(r'(\w+)="((?:[^"\\\]]|\\.)*)"', found[1]))
    assert re.sub(r"\\(.)", r"\1", values["about"]) == about


def test_pseudonyms_stay_in_the_log() -> None:
    """Security case 31: no export to other systems holds the pseudonym of a person."""
    one = entry(EntryType.SEARCH_RESULT)
    told = [to_ocsf(one, **SAID), to_ecs(one, **SAID), to_cef(one, **SAID), to_otlp([one], **SAID)]
    assert "ab" * 16 not in json.dumps([*told, to_syslog(one, origin="x")])


def test_a_frame_round_another_format() -> None:
    """A syslog message can carry the entry in another format."""
    assert to_syslog(entry(), origin="x", message="CEF:0|x").endswith("\ufeffCEF:0|x")
