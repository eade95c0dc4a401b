"""What stands around planted values: times, ids, counters, messages, and text that only looks like personal data. Pure.

A template asks for one with ``«#name arguments»``. Nothing here is personal or secret: whoever masks it does damage.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from national import digits

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_BEGIN = 1_795_500_000
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PATHS = [
    "/api/v1/orders",
    "/api/v2/users/search",
    "/health",
    "/static/js/app.4f9c21.js",
    "/checkout",
    "/login",
    "/metrics",
    "/graphql",
    "/assets/logo.svg",
    "/.well-known/openid-configuration",
]
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.85 Safari/537.36", "curl/8.9.1", "okhttp/4.12.0",
    "python-httpx/0.27.2", "kube-probe/1.31", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15", "Prometheus/2.55.1",
)  # fmt: skip
_CLASSES = (
    "org.springframework.web.servlet.DispatcherServlet", "com.example.billing.InvoiceService", "java.util.concurrent.ThreadPoolExecutor$Worker",
    "org.hibernate.engine.jdbc.spi.SqlExceptionHelper", "io.netty.channel.AbstractChannelHandlerContext", "com.example.shop.cart.CartController",
)  # fmt: skip
_WORDS = [
    "cache",
    "worker",
    "scheduler",
    "billing",
    "mailer",
    "gateway",
    "inventory",
    "search",
    "indexer",
    "session",
    "checkout",
    "catalog",
    "replica",
    "shard",
    "queue",
    "broker",
]
_LOOKS = (
    "request_id={uuid}", "trace_id={h32}", "span_id={h16}", "commit {h40}", "sha256:{h64}", 'etag "{h32}"', "ts={s}", "ts={ms}", "at {us}us", "version 1.8.6.154", "v2.3.4",
    "build 10.0.19045.5131", "Chrome/131.0.6778.85", "<Session object at 0x7f{h10}>", "blk_{n19}", "order {n6}", "order_id=ORD-{n8}", "thread pool-3-thread-12", "celery@worker-{n1}",
    "lodash@4.17.21", "react-dom@18.3.1", "user@1000.service", "session-{n2}.scope", "isbn 978-3-16-148410-0", "token_count={n4}", "next_page_token=none", "max_tokens=4096", "prompt_tokens: {n3}",
    "Invalid Password", "password: is required", "Password must be at least 12 characters", "no password set", "secret not found", "missing token", "token expired", "rows={n5}", "elapsed=0.{n6}",
    "p99=12.{n6}ms", "offset {n10}", "lsn 0/{n8}", "port {port}", "pid {n5}", "uid=1000 gid=1000", "size 67108864", "0x{h8}", "ratio 0.250750683890174", "part-r-00742", "rev 3f{h6}",
    "key=product:{n4}:v2", "cookie consent shown", "api key rotation is off", "author unknown", "name=worker-{n1}", "hostname=web-{n1}", "user_count={n3}", "users: {n3}", "authenticated=true",
    "tokenizer=cl100k", "primary_key=id", "foreign key constraint fk_orders_users", "cache key users:list:page:{n1}", "ip_version=4", "email queue depth {n3}", "phone verification pending", "address family not supported",
    "2026-11-24", "24/Nov/2026", "09:31:07.412", "T-{n6}", "INV-2026-{n6}", "SKU 4006381{n6}", "batch 20261124-0{n1}", "epoch {n2}", "loss 0.{n6}", "image nginx:1.27.2-alpine", "aws region eu-central-1", "ami-0{h16}",
    "arn:aws:s3:::example-logs", "i-0{h16}", "vol-0{h16}", "job {uuid}", "Content-Length: {n5}", "max-age=31536000", "ssl_cipher=ECDHE-RSA-AES128-GCM-SHA256", "fingerprint SHA256:{b43}", "password_changed=false", "has_ssn=false", "ssn_required: true", "card_present=true",
)  # fmt: skip
_MESSAGES = (
    "connection acquired in {n2} ms, {n1} in use", "job {uuid} finished in {n4} ms", "cache miss for product:{n4}:v3", "retry 3 of 5 after {n4} ms", "flushed {n5} events to partition {n1} offset {n10}",
    "schema migration {n4}_add_index applied", "starting worker-{n1} (pid {n5})", "GC pause 12.{n3} ms, heap {n4}M -> {n3}M", "leader election won, term {n3}", "health check ok", "reloading configuration from /etc/app/config.yaml",
    "certificate renewed, valid for 90 days", "queue depth {n3}, consumers {n1}", "slow query: {n4} ms", "shutting down: received SIGTERM", "feature flag new_checkout=true", "rate limit bucket refilled to {n3}",
    "Circuit breaker opened for inventory-service", "Connection Reset By Peer", "Read Timeout after {n5} ms", "Order Service Started in 4.{n3} seconds", "Garbage Collection Completed", "New Relic Agent Started", "Red Hat Enterprise Linux Server release 9.4",
)  # fmt: skip


def moment(source: random.Random) -> int:
    """Seconds since 1970 of some moment of some days in November 2026."""
    return _BEGIN + source.randrange(400_000)


def _clock(seconds: int) -> tuple[int, int, int, int]:
    seconds -= _BEGIN - 36_000
    return 24 + seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60


def _time(source: random.Random, form: str) -> str:
    day, hour, minute, second = _clock(moment(source))
    parts = {
        "d": f"{day:02}",
        "w": _DAYS[day % 7],
        "t": f"{hour:02}:{minute:02}:{second:02}",
        "m": f"{source.randrange(1000):03}",
        "u": f"{source.randrange(10**6):06}",
    }
    return form.format(**parts)


def _hex(count: int) -> Callable[[random.Random], str]:
    return lambda source: f"{source.getrandbits(count * 4):0{count}x}"


def _uuid(source: random.Random) -> str:
    text = f"{source.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _b64(source: random.Random, count: int) -> str:
    return base64.b64encode(source.randbytes(count)).decode()[:count]


_FIELDS: dict[str, Callable[[random.Random], str]] = {
    "uuid": _uuid,
    "s": lambda source: str(moment(source)),
    "ms": lambda source: f"{moment(source)}{source.randrange(1000):03}",
    "us": lambda source: f"{moment(source)}{source.randrange(10**6):06}",
    "port": lambda source: str(source.randrange(1024, 65536)),
    "b43": lambda source: _b64(source, 43),
} | {f"h{count}": _hex(count) for count in (6, 8, 10, 16, 32, 40, 64)}


class _Fields(dict[str, str]):
    """The fields of a message, made when they are asked for."""

    def __init__(self, source: random.Random) -> None:
        self._source = source

    def __missing__(self, name: str) -> str:
        if name in _FIELDS:
            return _FIELDS[name](self._source)
        return digits(self._source, int(name[1:]), "123456789")


def _pick(texts: tuple[str, ...] | list[str]) -> Callable[[random.Random, str], str]:
    return lambda source, _: source.choice(texts).format_map(_Fields(source))


_FILLERS: dict[str, Callable[[random.Random, str], str]] = {
    "iso": lambda source, _: _time(source, "2026-11-{d}T{t}.{m}Z"),
    "sql": lambda source, _: _time(source, "2026-11-{d} {t}.{m} UTC"),
    "comma": lambda source, _: _time(source, "2026-11-{d} {t},{m}"),
    "dot": lambda source, _: _time(source, "2026-11-{d} {t}.{m}"),
    "plain": lambda source, _: _time(source, "2026-11-{d} {t}"),
    "syslog": lambda source, _: _time(source, "Nov {d} {t}"),
    "clf": lambda source, _: _time(source, "{d}/Nov/2026:{t} +0000"),
    "apache": lambda source, _: _time(source, "{w} Nov {d} {t}.{u} 2026"),
    "nginx": lambda source, _: _time(source, "2026/11/{d} {t}"),
    "klog": lambda source, _: _time(source, "11{d} {t}.{u}"),
    "rfc1123": lambda source, _: _time(source, "{w}, {d} Nov 2026 {t} GMT"),
    "s": lambda source, _: _FIELDS["s"](source),
    "ms": lambda source, _: _FIELDS["ms"](source),
    "us": lambda source, _: _FIELDS["us"](source),
    "uuid": lambda source, _: _uuid(source),
    "hex": lambda source, count: _hex(int(count))(source),
    "digits": lambda source, count: digits(source, int(count), "123456789"),
    "int": lambda source, bounds: str(source.randrange(*(int(bound) for bound in bounds.split()))),
    "float": lambda source, places: f"{source.uniform(0, 900):.{places or 3}f}",
    "b64": lambda source, count: _b64(source, int(count)),
    "pick": lambda source, texts: source.choice(texts.split("|")),
    "path": _pick(_PATHS),
    "agent": _pick(_AGENTS),
    "class": _pick(_CLASSES),
    "word": _pick(_WORDS),
    "look": _pick(_LOOKS),
    "msg": _pick(_MESSAGES),
    "host": lambda source, _: f"{source.choice(('web', 'db', 'api', 'node'))}-{source.randrange(1, 20)}",
    "pid": lambda source, _: str(source.randrange(300, 60_000)),
    "status": lambda source, _: source.choice(("200", "200", "201", "204", "302", "404", "500")),
    "level": lambda source, _: source.choice(("INFO", "DEBUG", "WARN", "ERROR")),
    "low": lambda source, _: source.choice(("info", "debug", "warn", "error")),
}


def fill(source: random.Random, text: str) -> str:
    """The text that ``«#text»`` stands for."""
    name, _, arguments = text.partition(" ")
    return _FILLERS[name](source, arguments)
