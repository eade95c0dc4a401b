"""Sources of incidents for tests: settings, recorded bodies, and signatures made by hand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from milkglass.incidents.settings import Source, SourceSettings

if TYPE_CHECKING:
    from datetime import datetime

    from mgworld import World

RECORDED = Path(__file__).parents[1] / "recorded"
RAW = b"a secret that only tests know..."
WHSEC = "whsec_" + base64.b64encode(RAW).decode()
BODIES = {
    "pagerduty": "pagerduty-triggered",
    "alertmanager": "alertmanager-firing",
    "incident_io": "incident-io-created",
    "github": "github-labeled",
    "jira": "jira-created",
    "standard": "standard-opened",
}
SETTINGS: dict[str, dict[str, Any]] = {
    "pagerduty": {"services": {"PIJ90N7": ["shop"]}, "people": {"PANN": "ann", "PBO": "bo"}},
    "alertmanager": {},
    "incident_io": {"services": {"Web shop": ["shop"]}, "people": {"01FCNDV6P870EA6S7TK1DSYDG0": "ann"}},
    "github": {"people": {"ann-example": "ann"}},
    "jira": {"people": {"5b10a2844c20165700ede21g": "ann"}, "severities": {"Highest": 1}},
    "standard": {"people": {"u-ann": "ann"}},
}


def secret_of(kind: str) -> str:
    """The secret of a kind of source, as it stands in its file."""
    return WHSEC if kind in {"incident_io", "standard"} else RAW.decode()


def source(kind: str, **changes: Any) -> Source:
    """A source of a kind, by itself."""
    settings = {"kind": kind, "secret_file": "unused", **SETTINGS[kind], **changes}
    return Source(kind, SourceSettings.model_validate(settings), (secret_of(kind),))


def recorded(kind: str) -> dict[str, Any]:
    """The recorded body of a kind of source."""
    found: dict[str, Any] = json.loads((RECORDED / f"{BODIES[kind]}.json").read_bytes())
    return found


def hex_mac(body: bytes, secret: bytes = RAW) -> str:
    """HMAC-SHA256, the definition of RFC 2104 spelled out."""
    key = secret.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + body).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).hexdigest()


def signed(kind: str, body: bytes, now: datetime, *, message_id: str = "msg_1", secret: bytes = RAW) -> dict[str, str]:
    """The headers with which a kind of source sends a body."""
    if kind == "alertmanager":
        return {"authorization": f"Bearer {secret.decode()}"}
    if kind in {"incident_io", "standard"}:
        sent = str(int(now.timestamp()))
        mac = hmac.digest(secret, f"{message_id}.{sent}.".encode() + body, "sha256")
        signature = "v1," + base64.b64encode(mac).decode()
        return {"webhook-id": message_id, "webhook-timestamp": sent, "webhook-signature": signature}
    names = {"pagerduty": ("x-pagerduty-signature", "v1="), "github": ("x-hub-signature-256", "sha256=")}
    name, prefix = names.get(kind, ("x-hub-signature", "sha256="))
    return {name: prefix + hex_mac(body, secret)}


def connect(world: World, *kinds: str, **more: Any) -> None:
    """Give a world sources of these kinds, each under the name of its kind, and start it again."""
    sources = {}
    for kind in kinds:
        put_secret(world.folder, kind, secret_of(kind))
        sources[kind] = {"kind": kind, "secret_file": kind, **SETTINGS[kind]}
    for kind, changes in more.pop("changes", {}).items():
        sources[kind] |= changes
    (world.folder / "context.yaml").write_text(yaml.safe_dump({"sources": sources, **more}))
    world.services.db.close()
    world.restart()


def put_secret(folder: Path, name: str, text: str) -> None:
    """A file of secrets."""
    (folder / name).write_text(text + "\n")
    (folder / name).chmod(0o600)
