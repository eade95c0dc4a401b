"""The door for webhooks: recorded bodies of every kind, signed right and wrong, old, and malformed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mgcontext import BODIES, RAW, WHSEC, recorded, signed, source

from milkglass.errors import FormatError, SignInError
from milkglass.incidents.report import Hand, title_of, url_of
from milkglass.incidents.settings import SourceSettings
from milkglass.incidents.sources.door import receive

if TYPE_CHECKING:
    from milkglass.incidents.report import Report

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KINDS = sorted(BODIES)


def read(kind: str, body: Any, **changes: Any) -> tuple[Report, ...]:
    """What a source says in a body that it signed."""
    data = json.dumps(body).encode()
    return receive(source(kind, **changes), signed(kind, data, NOW), data, NOW).reports


@pytest.mark.parametrize("kind", KINDS)
def test_recorded_bodies_become_one_shape(kind: str) -> None:
    """A recorded body of each kind says the same: the shop has an open incident, severe, with a title."""
    (report,) = read(kind, recorded(kind))
    assert report.is_open
    assert report.services == {"shop"}
    assert report.severity == (2 if kind == "alertmanager" else 1)
    assert "heckout" in report.title
    assert NOW - timedelta(minutes=6) <= report.at <= NOW
    assert "heckout" not in repr(report)


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_signatures_are_refused(kind: str) -> None:
    """Another secret, one changed byte, no header, an empty one: all refused, all in the same words."""
    body = json.dumps(recorded(kind)).encode()
    good = signed(kind, body, NOW)
    name = next(iter(signed(kind, body, NOW).keys() - {"webhook-id", "webhook-timestamp"}))
    bad = [signed(kind, body, NOW, secret=b"another secret of the same sort!"), {}, {**good, name: ""}]
    bad += [{**good, name: good[name][:-4] + "AAAA"}, {**good, name: good[name].split("=")[-1][:-1]}]
    bad += [
        {**good, name: "v1,"},
        {**good, name: "\udcff"},
        {**good, name: "Bearer "},
        {**good, name: "v0=" + "0" * 64},
    ]
    words = set()
    for headers in bad:
        with pytest.raises(SignInError) as caught:
            receive(source(kind), headers, body, NOW)
        words.add((caught.value.code, caught.value.message))
    assert len(words) == 1
    if kind != "alertmanager":  # which does not sign the body
        with pytest.raises(SignInError):
            receive(source(kind), good, body + b" ", NOW)


@pytest.mark.parametrize("kind", ["incident_io", "standard"])
@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
def test_old_and_early_signatures_are_refused(kind: str, minutes: int) -> None:
    """A signature with its own time holds for five minutes around it."""
    body = json.dumps(recorded(kind)).encode()
    with pytest.raises(SignInError):
        receive(source(kind), signed(kind, body, NOW), body, NOW + timedelta(minutes=minutes))
    assert receive(source(kind), signed(kind, body, NOW), body, NOW + timedelta(minutes=4)).reports


def test_the_time_and_the_id_of_standard_webhooks_are_signed() -> None:
    """Neither can be changed without the secret."""
    body = json.dumps(recorded("standard")).encode()
    good = signed("standard", body, NOW)
    for other in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(NOW.timestamp()) + 1)}):
        with pytest.raises(SignInError):
            receive(source("standard"), good | other, body, NOW)
    for when in ("", "soon", "-1", "1e9", "9" * 40, "²"):
        with pytest.raises(SignInError):
            receive(source("standard"), good | {"webhook-timestamp": when}, body, NOW)


def test_published_vector_of_standard_webhooks() -> None:
    """The example of the specification's own libraries: secret, id, time, body and signature."""
    from milkglass.incidents.signing import check_standard

    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1614265330, UTC)
    assert check_standard(headers, body, [secret], at) == "msg_p5jXN8AQM9LWM0D4loKWxJek"
    renamed = {f"svix-{name.removeprefix('webhook-')}": value for name, value in headers.items()}
    assert check_standard(renamed, body, [secret], at) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_secrets_are_changed_without_a_gap() -> None:
    """While a file holds two secrets, either signs; and PagerDuty may send several signatures."""
    body = json.dumps(recorded("pagerduty")).encode()
    old, new = b"the secret of yesterday.........", RAW
    both = source("pagerduty")
    both = type(both)(both.name, both.settings, (old.decode(), new.decode()))
    for secret in (old, new):
        assert receive(both, signed("pagerduty", body, NOW, secret=secret), body, NOW).reports
    header = signed("pagerduty", body, NOW)["x-pagerduty-signature"]
    several = {"x-pagerduty-signature": "v1=" + "0" * 64 + ", " + header}
    assert receive(source("pagerduty"), several, body, NOW).reports


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(body=st.binary(max_size=200) | st.recursive(st.none() | st.text(), lambda x: st.dictionaries(st.text(), x)))
def test_malformed_bodies_are_refused_by_name(kind: str, body: Any) -> None:
    """Whatever a source signs: it is read, or refused as malformed; nothing else is raised, nothing is quoted."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        receive(source(kind), signed(kind, data, NOW), data, NOW)
    except (FormatError, SignInError) as error:
        said = error.message
    else:
        return
    assert said in {"the body is not what this source sends", "this call is not signed as it should be"}


@pytest.mark.parametrize("kind", KINDS)
def test_missing_parts_are_refused(kind: str) -> None:
    """Leaving out or replacing any part of a recorded body never raises anything but a refusal that says so."""
    codes = set()

    def variants(value: Any) -> list[Any]:
        if isinstance(value, dict):
            found = [{k: v for k, v in value.items() if k != name} for name in value]
            return found + [
                {**value, name: one} for name in value for one in [*variants(value[name]), 5, None, [], "x"]
            ]
        if isinstance(value, list):
            return [[one] for item in value for one in variants(item)]
        return []

    for body in variants(recorded(kind)):
        try:
            read(kind, body)
        except FormatError as error:
            codes.add(error.code)
    assert codes == {"usage.format"}


def test_what_is_not_an_incident_says_nothing() -> None:
    """Pings, notes, comments on pull requests, private incidents: signed, and without a report."""
    note = recorded("pagerduty")
    note["event"] |= {"event_type": "incident.annotated", "data": {"type": "incident_note", "id": "P1"}}
    assert read("pagerduty", note) == ()
    ping = {"event": {"id": "1", "event_type": "pagey.ping", "data": {"message": "Hello"}}}
    assert read("pagerduty", ping) == ()
    assert read("github", {"zen": "Keep it simple", "hook_id": 1}) == ()
    private = {
        "event_type": "private_incident.incident_created_v2",
        "private_incident.incident_created_v2": {"id": "1"},
    }
    assert read("incident_io", private) == ()
    assert read("jira", {"webhookEvent": "comment_created", "timestamp": 1}) == ()
    assert read("standard", {"type": "ping", "data": {}}) == ()


def test_the_end_of_an_incident() -> None:
    """Each kind has its own word for it."""
    pagerduty = recorded("pagerduty")
    pagerduty["event"]["data"]["status"] = "resolved"
    alert = recorded("alertmanager")
    alert["alerts"][0] |= {"status": "resolved", "endsAt": "2026-11-23T09:59:59Z"}
    incident_io = recorded("incident_io")
    incident_io["public_incident.incident_created_v2"]["incident_status"]["category"] = "closed"
    github = recorded("github")
    github["issue"]["state"] = "closed"
    jira = recorded("jira")
    jira["issue"]["fields"]["status"]["statusCategory"]["key"] = "done"
    standard = recorded("standard")
    standard["data"]["open"] = False
    bodies = {"pagerduty": pagerduty, "alertmanager": alert, "incident_io": incident_io}
    for kind, body in (bodies | {"github": github, "jira": jira, "standard": standard}).items():
        (report,) = read(kind, body)
        assert not report.is_open, kind


def test_issues_without_the_label_are_no_incidents() -> None:
    """An issue counts while it has the label; taking the label away ends it."""
    github = recorded("github")
    github["issue"]["labels"] = [{"name": "service:shop"}]
    jira = recorded("jira")
    jira["issue"]["fields"]["labels"] = ["service:shop"]
    assert [read("github", github)[0].is_open, read("jira", jira)[0].is_open] == [False, False]


def test_hands() -> None:
    """A service of PagerDuty is a machine; people are accounts if they are mapped, and unknown if not; behind a bot stands who wrote."""
    body = recorded("pagerduty")
    assert read("pagerduty", body)[0].hand == Hand()
    body["event"]["agent"] = {"id": "PANN", "type": "user_reference"}
    assert read("pagerduty", body)[0].hand == Hand(is_person=True, account="ann")
    body["event"]["agent"]["id"] = "PWHO"
    assert read("pagerduty", body)[0].hand.is_unknown
    github = recorded("github")
    github["sender"] = {"login": "a-bot[bot]", "type": "Bot"}
    assert read("github", github)[0].hand == Hand(is_person=True, account="ann")
    github["issue"]["user"] = github["sender"]
    assert read("github", github)[0].hand == Hand()
    jira = recorded("jira")
    writer = jira["user"]
    jira["user"] = {"accountId": "557058:app", "accountType": "app"}
    assert read("jira", jira)[0].hand.is_unknown
    jira["issue"]["fields"]["creator"] = writer
    assert read("jira", jira)[0].hand == Hand(is_person=True, account="ann")
    assert read("github", recorded("github"), people={})[0].hand.is_unknown


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("P1", 1),
        ("sev2", 2),
        ("SEV-3", 3),
        ("4", 4),
        ("critical", 2),
        ("unheard of", 5),
        ("", 5),
        ("P0", 5),
        ("P12", 5),
    ],
)
def test_severities(word: str, severity: int) -> None:
    """Levels count, words are translated, and what nobody understands is the least."""
    settings = SourceSettings(kind="standard", secret_file="x", severities={"SEV0": 1})
    assert settings.severity_of(word) == severity
    assert settings.severity_of(None, 7, "SEV0") == 1


def test_titles_and_addresses_are_made_safe() -> None:
    """No control characters, no direction marks, no endless line; no address but of the web."""
    assert title_of("a\x1b[31mb\n\u202ec ") == "a[31mb c"
    assert title_of(None) == title_of("\u200b") == "untitled"
    assert len(title_of("x" * 5000)) == 200
    assert url_of("javascript:alert(1)") == url_of("https://x.example/ a") == url_of(5) == ""
    assert url_of("https://x.example/a") == "https://x.example/a"


def test_secrets_are_not_printed() -> None:
    """Nothing of a source that is printed holds its secret."""
    assert RAW.decode() not in repr(source("pagerduty"))
    assert WHSEC not in repr(source("standard"))
