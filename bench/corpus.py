"""What the benchmark masks: real system logs, and application logs made here, the same at every run.

Personal data in the generated lines is fake and from ranges that belong to nobody: example.com, 192.0.2.0/24, 2001:db8::/32,
numbers that card networks publish for tests, 555-01xx.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20261124
_LOGHUB = Path(__file__).parents[2] / "shared" / "data" / "loghub"
_FIRST = ("ann", "bo", "carla", "dmitri", "elif", "femi", "grace", "hiro", "ines", "jonas", "kavya", "liam")
_LAST = ("meyer", "okafor", "silva", "tanaka", "novak", "jansen", "haddad", "costa", "lind", "moreau", "walsh", "kim")
_CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117")
_PATHS = ("/api/v1/orders", "/api/v1/users", "/health", "/static/app.js", "/checkout", "/search", "/login", "/metrics")
_AGENTS = ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "curl/8.9.1", "okhttp/4.12.0", "python-httpx/0.27.2")
_PARTS = ("db.pool", "worker", "cache", "http.server", "scheduler", "billing", "mailer", "auth")
_MESSAGES = (
    "connection acquired in {n} ms, {m} in use",
    "job {h} finished in {n} ms with status ok",
    "cache miss for key product:{n}:v{m}, loading from origin",
    "retrying request {h} attempt {m} of 5 after {n} ms",
    "flushed {n} events to partition {m} offset {n}{m}{n}",
    "GET {p} 200 {n} bytes in {m} ms",
)


def loghub() -> bytes:
    """The eight LogHub samples in one, 16,000 lines; empty where ``../shared/data`` is not."""
    return b"".join(path.read_bytes().rstrip(b"\r\n") + b"\n" for path in sorted(_LOGHUB.glob("*.log")))


def app(lines: int = 40_000, seed: int = SEED) -> bytes:
    """Lines of web applications and services: about one in three with personal data or a secret in it."""
    source = random.Random(seed)
    shapes: list[Callable[[random.Random], str]] = [
        _quiet,
        _quiet,
        _quiet_json,
        _quiet_json,
        _access,
        _login,
        _order,
        _prose,
    ]
    made = (f"{_time(source, number)} {source.choice(shapes)(source)}" for number in range(lines))
    return ("\n".join(made) + "\n").encode()


def _time(source: random.Random, number: int) -> str:
    seconds = number // 9
    return (
        f"2026-11-24T{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{source.randrange(1000):03}Z"
    )


def _hex(source: random.Random, digits: int) -> str:
    return f"{source.getrandbits(digits * 4):0{digits}x}"


def _person(source: random.Random) -> tuple[str, str, str]:
    first, last = source.choice(_FIRST), source.choice(_LAST)
    return first, last, f"{first}.{last}{source.randrange(100)}@example.com"


def _message(source: random.Random) -> str:
    numbers = {"n": source.randrange(1, 9999), "m": source.randrange(1, 40)}
    return source.choice(_MESSAGES).format(h=_hex(source, 16), p=source.choice(_PATHS), **numbers)


def _quiet(source: random.Random) -> str:
    level = source.choice(("INFO", "DEBUG", "WARN"))
    return f"{level} [{source.choice(_PARTS)}-{source.randrange(16)}] trace={_hex(source, 32)} {_message(source)}"


def _quiet_json(source: random.Random) -> str:
    fields = {"level": "info", "logger": source.choice(_PARTS), "msg": _message(source), "trace_id": _hex(source, 32)}
    return json.dumps(
        fields | {"span": _hex(source, 16), "ms": round(source.random() * 900, 2), "pod": f"api-{_hex(source, 8)}"}
    )


def _access(source: random.Random) -> str:
    client = (
        f"198.51.100.{source.randrange(256)}"
        if source.random() < 0.5
        else f"10.0.{source.randrange(9)}.{source.randrange(256)}"
    )
    path = source.choice(_PATHS)
    if source.random() < 0.2:
        path += f"?email={_person(source)[2].replace('@', '%40')}&page={source.randrange(9)}"
    size, agent = source.randrange(90_000), source.choice(_AGENTS)
    return f'{client} - - "GET {path} HTTP/1.1" {source.choice((200, 200, 304, 404))} {size} "-" "{agent}"'


def _login(source: random.Random) -> str:
    first, last, mail = _person(source)
    if source.random() < 0.5:
        return f"level=info msg=USER_LOGIN username={first}{last} email={mail} ip=203.0.113.{source.randrange(256)} ok=true"
    secret = f"password={_hex(source, 12)}" if source.random() < 0.3 else f"session_id={_hex(source, 32)}"
    return f"WARN [auth] login failed for user={first}.{last} {secret} from 2001:db8::{_hex(source, 4)} attempt {source.randrange(5)}"


def _order(source: random.Random) -> str:
    first, last, mail = _person(source)
    customer = {
        "first_name": first.title(),
        "last_name": last.title(),
        "email": mail,
        "phone": f"+1 212-555-01{source.randrange(100):02}",
    }
    order: dict[str, object] = {"event": "order.paid", "order": source.randrange(10**6), "customer": customer}
    if source.random() < 0.4:
        order["card"] = source.choice(_CARDS)
    return json.dumps(
        order | {"amount": source.randrange(10_000) / 100, "currency": "EUR", "trace_id": _hex(source, 32)}
    )


def _prose(source: random.Random) -> str:
    first, last, mail = _person(source)
    return source.choice(
        (
            f"INFO [mailer] sent receipt to {mail} via smtp in {source.randrange(900)} ms",
            f"ERROR [billing] card {source.choice(_CARDS)} declined for {mail}, code 05",
            f"DEBUG [http] Authorization: Bearer {_hex(source, 40)} accepted for {first}",
            f"INFO [db.pool] connected to postgresql://{first}:{_hex(source, 10)}@db-{source.randrange(9)}.internal:5432/orders",
            f"WARN [auth] {first.title()} {last.title()} <{mail}> locked after 5 attempts",
            f"INFO [{source.choice(_PARTS)}] {_message(source)}",
        )
    )
