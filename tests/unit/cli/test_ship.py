"""``audit export --format``: every entry arrives, in order, across restarts, broken connections and receivers that are away."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkglass.audit.checkpoint import Checkpoint, sign
from milkglass.cli.sinks import open_sink
from milkglass.errors import MissingPartError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mgcli import FakeServer, Ran

    Cli = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("signed_in")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
SECONDS = 10


def entry(n: int) -> dict[str, Any]:
    """An entry as the API gives it."""
    return {
        "v": 1,
        "n": n,
        "id": f"019aaf0e-b03b-7000-8000-{n:012d}",
        "t": "2026-11-24T02:15:00.000Z",
        "type": "session.open",
        "out": "ok",
        "actor": {"sub": "ann"},
    }


def has(server: FakeServer, size: int, origin: str = "logs.example.com/audit", batch: int = 2) -> None:
    """The server's log has this many entries, given out in small batches."""
    note = sign(Checkpoint(origin, size, bytes(32)), KEY)
    server.says("GET /audit/checkpoint", {"checkpoint": note, "vkey": "x"})
    for after in range(-1, size):
        page = [entry(n) for n in range(after + 1, min(after + 1 + batch, size))]
        server.says(f"GET /audit/entries?after={after}", page)


class Receiver:
    """A TCP listener that counts octets (RFC 6587) of whoever connects."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._context = context
        self.port = self._listener.getsockname()[1]
        self.messages: list[str] = []
        self.connections: list[socket.socket] = []
        self._arrived = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
                conn = plain if self._context is None else self._context.wrap_socket(plain, server_side=True)
            except OSError:
                return
            self.connections.append(conn)
            threading.Thread(target=self._read, args=(conn,), daemon=True).start()

    def _read(self, conn: socket.socket) -> None:
        with suppress(OSError):
            self._take(conn)

    def _take(self, conn: socket.socket) -> None:
        data = b""
        while chunk := conn.recv(4096):
            data += chunk
            while b" " in data and len(data) >= (end := data.index(b" ") + 1 + int(data[: data.index(b" ")])):
                with self._arrived:
                    self.messages.append(data[data.index(b" ") + 1 : end].decode())
                    self._arrived.notify_all()
                data = data[end:]

    def wait(self, count: int) -> list[str]:
        """The first messages, when there are so many."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.messages) >= count, SECONDS)
            return list(self.messages)

    def close(self) -> None:
        """Stop."""
        self._listener.close()
        for conn in self.connections:
            conn.close()


def numbers(lines: str) -> list[int]:
    """Indexes of the entries in OCSF lines."""
    return [json.loads(line)["metadata"]["sequence"] for line in lines.splitlines()]


def test_a_stream_goes_on_where_it_stood(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """Each entry once, in order, over several calls with one cursor; nothing new, nothing printed."""
    cursor = str(tmp_path / "cursor")
    call = ("audit", "export", "--format", "ocsf", "--cursor", cursor)
    has(server, 3)
    assert numbers(cli(*call).text) == [0, 1, 2]
    assert cli(*call).text == ""
    has(server, 7)
    assert numbers(cli(*call).text) == [3, 4, 5, 6]


def test_a_cursor_notices_a_log_that_was_cut_or_changed(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """A shorter log than before, a cursor of another log and a damaged cursor stop the stream."""
    path = tmp_path / "cursor"
    call = ("audit", "export", "--format", "ocsf", "--cursor", str(path))
    has(server, 5)
    cli(*call)
    has(server, 3)
    assert "verify.truncated" in cli(*call).err or "shorter" in cli(*call).err
    assert cli(*call).code != 0
    has(server, 9, origin="other.example.com/audit")
    assert cli(*call).code == 2
    for damage in ("", "{}", '{"v":1,"origin":"logs.example.com/audit","n":true}'):
        path.write_text(damage)
        has(server, 9)
        assert cli(*call).code == 2


@pytest.mark.parametrize("form", ["ecs", "cef", "syslog", "otlp"])
def test_every_format_prints_lines(cli: Cli, server: FakeServer, form: str) -> None:
    """One line for an entry; for otlp one for a batch."""
    has(server, 4)
    lines = cli("audit", "export", "--format", form).text.splitlines()
    assert len(lines) == (2 if form == "otlp" else 4)


def test_a_folder_or_a_format(cli: Cli, server: FakeServer) -> None:
    """Both or none is no call; formats and addresses have to fit."""
    has(server, 1)
    for call in ((), ("folder", "--format", "ocsf"), ("--format", "ocsf", "--to", "http://127.0.0.1/v1/logs")):
        assert cli("audit", "export", *call).code == 2
    assert cli("audit", "export", "--format", "otlp", "--to", "syslog+tcp://127.0.0.1:1").code == 2
    for address in ("file:///x", "syslog+x://h:1", "syslog+tcp://", "syslog+tcp://h:99999", "syslog://h"):
        with pytest.raises(UsageError):
            open_sink(address)


def test_syslog_over_tcp_carries_any_format(cli: Cli, server: FakeServer) -> None:
    """Framed by octet counting, one RFC 5424 message an entry, the entry inside as asked for."""
    receiver = Receiver()
    has(server, 3)
    assert cli("audit", "export", "--format", "cef", "--to", f"syslog+tcp://127.0.0.1:{receiver.port}").code == 0
    messages = receiver.wait(3)
    assert [f'n="{n}"' in message for n, message in enumerate(messages)] == [True] * 3
    assert all("\ufeffCEF:0|milkglass" in message for message in messages)
    receiver.close()


def test_syslog_over_tls_checks_the_receiver(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """With the right certificates it arrives; without them nothing is sent."""
    cert, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    receiver = Receiver(context)
    has(server, 2)
    call = ("audit", "export", "--format", "syslog", "--to", f"syslog+tls://127.0.0.1:{receiver.port}")
    assert cli(*call, "--ca", str(cert)).code == 0
    assert len(receiver.wait(2)) == 2
    receiver.close()
    stranger = Receiver(context)
    refused = cli("audit", "export", "--format", "syslog", "--to", f"syslog+tls://127.0.0.1:{stranger.port}")
    assert refused.code != 0
    assert stranger.messages == []
    stranger.close()


def test_a_connection_that_was_closed_is_made_anew() -> None:
    """An idle connection that the receiver ended loses no batch."""
    receiver = Receiver()
    sink = open_sink(f"syslog+tcp://127.0.0.1:{receiver.port}")
    sink.send(["one"])
    receiver.wait(1)
    receiver.connections[0].shutdown(socket.SHUT_RDWR)
    receiver.connections[0].close()
    sink.send(["two"])
    assert receiver.wait(2) == ["one", "two"]
    receiver.close()
    sink.close()


def test_syslog_over_udp() -> None:
    """One datagram a message."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    listener.settimeout(SECONDS)
    sink = open_sink(f"syslog+udp://127.0.0.1:{listener.getsockname()[1]}")
    sink.send(["one", "two"])
    assert [listener.recv(100), listener.recv(100)] == [b"one", b"two"]
    sink.close()
    listener.close()


def test_the_cursor_stands_when_nobody_takes_the_batch(cli: Cli, server: FakeServer, tmp_path: Path) -> None:
    """A receiver that is away or answers with an error: the call fails, and the next one sends the batch again."""
    seen: list[Any] = []
    answers = iter([503, 200, 200])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status = next(answers)
            if status == 200:
                seen.extend(body["resourceLogs"][0]["scopeLogs"][0]["logRecords"])
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    has(server, 3)
    http = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    to = f"http://127.0.0.1:{http.server_port}/v1/logs"
    call = ("audit", "export", "--format", "otlp", "--cursor", str(tmp_path / "cursor"), "--to", to)
    refused = cli(*call)
    assert refused.code != 0
    assert "503" in refused.err
    assert cli(*call).code == 0
    assert len(seen) == 3
    http.shutdown()
    http.server_close()
    with pytest.raises(MissingPartError):
        open_sink(to).send(["x"])


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return cert, private
