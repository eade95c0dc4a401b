"""A second implementation of sealed values, from the spec alone, on `cryptography`; writes `vectors/seal/*.json`.

It shares no line with `rust/core`: where the two disagree, one of them misreads `docs/spec/sealed-value.md`. The tests import
it as a reference; ``python tools/make_seal_vectors.py`` writes the vectors, ``--check`` says whether they are up to date.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import re
import struct
import sys
import uuid
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[1] / "vectors" / "seal"
MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
RAW, IPV4, IPV6, UUID = range(4)
LONGEST = 255


def b32(data: bytes) -> str:
    """RFC 4648 base32, lower case, unpadded."""
    return base64.b32encode(data).decode().lower().rstrip("=")


def lp(data: bytes) -> bytes:
    """One length byte, then the bytes."""
    return bytes([len(data)]) + data


def hkdf(secret: bytes, info: bytes, length: int, salt: bytes = b"") -> bytes:
    """RFC 5869 with SHA-256."""
    return HKDF(SHA256(), length, salt, info).derive(secret)


def kid_of(secret: bytes) -> bytes:
    """The five bytes that name a day secret."""
    return hkdf(secret, b"milkglass/v1/kid", 5)


def kind_key(secret: bytes, mode: str, kind: str, service: str) -> bytes:
    """The key of one mode, kind and service."""
    info = b"milkglass/v1/kind-key" + b"".join(lp(part.encode()) for part in (mode, kind, service))
    if mode == "r":
        return hkdf(secret, info, 32, b"milkglass/v1/single-use")
    return hkdf(secret, info, 64 if mode == "d" else 32)


def value_key(kind_key: bytes, chain: bytes, counter: int) -> bytes:
    """The key of one value of mode r: from the start of the chain down to its counter, digit by digit."""
    element = HKDFExpand(SHA256(), 32, b"milkglass/v1/chain" + lp(chain)).derive(kind_key)
    *digits, last = counter.to_bytes(5, "big")
    for digit in digits:
        element = _step(1, _steps(element, digit))
    element = _steps(element, last)
    return _step(2, element) + _step(3, element)


def _step(label: int, element: bytes) -> bytes:
    return hashlib.sha256(b"milkglass/v1/r" + bytes([label]) + element).digest()


def _steps(element: bytes, count: int) -> bytes:
    for _ in range(count):
        element = _step(0, element)
    return element


def seal_once(
    secret: bytes, kind: str, service: str, plain: bytes, *, chain: bytes = bytes(range(6)), counter: int = 0
) -> str:
    """Mode r around any plaintext."""
    key = value_key(kind_key(secret, "r", kind, service), chain, counter)
    body = chain + counter.to_bytes(5, "big") + AESSIV(key).encrypt(plain, None)
    return sealed_text("r", kind, kid_of(secret), body)


def associated(secret: bytes, kind: str, service: str) -> bytes:
    """The one associated-data string of mode d."""
    return b"".join(map(lp, (b"pii1d", kind.encode(), service.encode(), kid_of(secret))))


def packed(value: bytes) -> tuple[int, bytes]:
    """The form a value takes, and its data without padding."""
    try:
        text = value.decode("ascii")
    except UnicodeDecodeError:
        return RAW, value
    forms: tuple[tuple[int, Callable[[str], Any], Callable[[Any], str]], ...] = (
        (IPV4, _ipv4, str),
        (IPV6, _ipv6, ipv6_text),
        (UUID, uuid.UUID, str),
    )
    for form, read, write in forms:
        try:
            parsed = read(text)
        except ValueError:
            continue
        if write(parsed) == text:
            return form, parsed.bytes if isinstance(parsed, uuid.UUID) else parsed.packed
    return RAW, value


def _ipv4(text: str) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(text)


def _ipv6(text: str) -> ipaddress.IPv6Address:
    if "%" in text:
        raise ValueError
    return ipaddress.IPv6Address(text)


def ipv6_text(address: ipaddress.IPv6Address) -> str:
    """RFC 5952: IPv4-mapped addresses end in dotted form (section 5), all others are hexadecimal."""
    return f"::ffff:{address.ipv4_mapped}" if address in MAPPED else str(address)


def plaintext(value: bytes, *, bare: bool = False, form: int | None = None) -> bytes:
    """Format byte, data, padding; ``form`` forces raw."""
    chosen, data = (RAW, value) if form == RAW else packed(value)
    padding = -(1 + len(data)) % 8 if chosen == RAW else 0
    return bytes([bare << 6 | chosen << 3 | padding]) + data + bytes(padding)


def with_check(text: str) -> str:
    """The text and its four check characters."""
    bits = zlib.crc32(text.encode()) & 0xFFFFF
    return text + b32((bits << 4).to_bytes(3, "big"))[:4]


def sealed_text(mode: str, kind: str, kid: bytes, body: bytes) -> str:
    """The text with this body."""
    return with_check(f"pii1{mode}_{kind}_{b32(kid)}_{b32(body)}")


def seal_plaintext(secret: bytes, kind: str, service: str, plain: bytes) -> str:
    """Mode d around any plaintext, also one that no masker writes."""
    key = kind_key(secret, "d", kind, service)
    body = AESSIV(key).encrypt(plain, [associated(secret, kind, service)])
    return sealed_text("d", kind, kid_of(secret), body)


def seal(secret: bytes, kind: str, service: str, value: bytes, *, mode: str = "d", bare: bool = False) -> str:
    """The sealed value a masker writes, in mode r as the first of a chain; withheld if its text would be longer than 255."""
    if mode != "o":
        sealer = seal_plaintext if mode == "d" else seal_once
        text = sealer(secret, kind, service, plaintext(value, bare=bare))
        if len(text) <= LONGEST:
            return text
    body = hmac.digest(kind_key(secret, "o", kind, service), value, "sha256")[:16]
    return sealed_text("o", kind, kid_of(secret), body)


# --- HPKE, RFC 9180 sections 4 and 5, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM ---------------

KEM = b"KEM" + struct.pack(">H", 0x20)
HPKE = b"HPKE" + struct.pack(">HHH", 0x20, 0x01, 0x02)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labelled + b"\x01", "sha256")[:length]


def seal_day(secret: bytes, public_key: bytes, info: bytes, random: bytes) -> bytes:
    """Encapsulated key, ciphertext and tag; ``random`` is the input of DeriveKeyPair."""
    ephemeral = X25519PrivateKey.from_private_bytes(
        _expand(KEM, _extract(KEM, b"", b"dkp_prk", random), b"sk", b"", 32)
    )
    encapsulated = ephemeral.public_key().public_bytes_raw()
    exchanged = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    prk = _extract(KEM, b"", b"eae_prk", exchanged)
    shared = _expand(KEM, prk, b"shared_secret", encapsulated + public_key, 32)
    context = b"\x00" + _extract(HPKE, b"", b"psk_id_hash", b"") + _extract(HPKE, b"", b"info_hash", info)
    secret_prk = _extract(HPKE, shared, b"secret", b"")
    key = _expand(HPKE, secret_prk, b"key", context, 32)
    nonce = _expand(HPKE, secret_prk, b"base_nonce", context, 12)
    return encapsulated + AESGCM(key).encrypt(nonce, secret, b"")


# --- The vectors -----------------------------------------------------------------------------------------------------


def _secret(label: str) -> bytes:
    return hashlib.sha256(label.encode()).digest()


DAY = _secret("milkglass test day one")
OTHER_DAY = _secret("milkglass test day two")
VALUES: list[tuple[str, bytes]] = [
    ("email", b"alice.smith@example.com"),
    ("email", b""),
    ("email", b"a@b.c"),
    ("email", "zoë@example.com".encode()),
    ("name", b"seven b"),
    ("name", b"eight by"),
    ("name", b"fifteen bytes.."),
    ("name", b"\x00\xff\xfe\x00"),
    ("phone", b"+12025550143"),
    ("us_ssn", b"078-05-1120"),
    ("ipv4", b"203.0.113.47"),
    ("ipv4", b"0.0.0.0"),
    ("ipv4", b"255.255.255.255"),
    ("ipv4", b"203.0.113.047"),
    ("ipv4", b"203.0.113"),
    ("ipv4", b"203.0.113.256"),
    ("ipv4", b"203.0.113.47 "),
    ("ipv6", b"::"),
    ("ipv6", b"::1"),
    ("ipv6", b"2001:db8::1"),
    ("ipv6", b"2001:db8:0:1:1:1:1:1"),
    ("ipv6", b"2001:db8::1:1:1:1:1"),
    ("ipv6", b"2001:DB8::1"),
    ("ipv6", b"2001:0db8::1"),
    ("ipv6", b"::ffff:192.0.2.1"),
    ("ipv6", b"::ffff:c000:201"),
    ("ipv6", b"::192.0.2.1"),
    ("ipv6", b"64:ff9b::192.0.2.1"),
    ("ipv6", b"fe80::1%eth0"),
    ("username", b"123e4567-e89b-12d3-a456-426614174000"),
    ("username", b"123E4567-e89b-12d3-a456-426614174000"),
    ("username", b"123e4567e89b12d3a456426614174000"),
    ("username", b"192.0.2.1"),
    ("kind_of_a_later_version", b"x"),
]


def value_cases() -> list[dict[str, Any]]:
    """Values and what they seal to, in both modes."""
    rows = [(kind, value, "d", False) for kind, value in VALUES]
    rows += [("phone", b"12025550143", "d", True), ("ipv4", b"192.0.2.1", "d", True)]
    rows += [("password", b"hunter2", "o", False), ("payment_card", b"", "o", False), ("email", b"a@b.c", "o", True)]
    rows += [(kind, value, "r", False) for kind, value in VALUES] + [("phone", b"12025550143", "r", True)]
    rows += [("email", b"x" * 119, "d", False), ("email", b"x" * 120, "o", False), ("name", b"x" * 300, "o", False)]
    rows += [("email", b"x" * 111, "r", False)]
    return [_value_case(kind, value, mode, bare=bare) for kind, value, mode, bare in rows]


def _value_case(kind: str, value: bytes, mode: str, *, bare: bool) -> dict[str, Any]:
    text = seal(DAY, kind, "checkout", value, mode=mode, bare=bare)
    case = {"kind": kind, "mode": mode, "bare": bare, "value": value.hex(), "text": text}
    return case | ({"form": ["raw", "ipv4", "ipv6", "uuid"][packed(value)[0]]} if mode != "o" else {})


def chain_cases() -> list[dict[str, Any]]:
    """Values of mode r by chain and counter: every carry between the digits, and the last of all."""
    counters = [0, 1, 255, 256, 257, 65_535, 65_536, 16_777_216, 100_000_000, (1 << 32) - 1, 1 << 32, (1 << 40) - 1]
    rows = [(bytes(range(6)), counter) for counter in counters] + [(b"\xff" * 6, 7)]
    cases = []
    for chain, counter in rows:
        value = f"Ann {counter}".encode()
        text = seal_once(DAY, "name", "checkout", plaintext(value), chain=chain, counter=counter)
        key = value_key(kind_key(DAY, "r", "name", "checkout"), chain, counter)
        cases.append({"chain": chain.hex(), "counter": counter, "key": key.hex(), "value": value.hex(), "text": text})
    return cases


def refused_cases() -> list[dict[str, Any]]:
    """Texts that the key of kind email, service checkout and day one must not open."""
    good = seal(DAY, "email", "checkout", b"alice@example.com")
    head, _, tail = good.rpartition("_")
    plain = plaintext(b"alice@example.com")
    crafted = {
        "set bit 7": bytes([plain[0] | 0x80]) + plain[1:],
        "form 4": bytes([4 << 3]) + bytes(7),
        "form 7": bytes([7 << 3]) + bytes(7),
        "padding that is not zero": bytes([2]) + b"hello\0\1",
        "padding that is not the least possible": bytes([3]) + b"x" + bytes(3),
        "more padding than plaintext": bytes([7]) + bytes(4),
        "raw in the length of an ipv4": bytes([0]) + b"1234",
        "raw in the length of an ipv6": bytes([0]) + b"x" * 16,
        "ipv4 of seven bytes": bytes([1 << 3]) + bytes(7),
        "ipv4 of sixteen bytes": bytes([1 << 3]) + bytes(16),
        "ipv4 with a padding count": bytes([1 << 3 | 3]) + bytes(4),
        "ipv6 of four bytes": bytes([2 << 3]) + bytes(4),
        "ipv6 of fifteen bytes": bytes([2 << 3]) + bytes(15),
        "uuid of four bytes": bytes([3 << 3]) + bytes(4),
        "uuid with a padding count": bytes([3 << 3 | 1]) + bytes(16),
    }
    cases = [{"why": why, "text": seal_plaintext(DAY, "email", "checkout", text)} for why, text in crafted.items()]
    foreign = _foreign(good, head, tail[:-4], plain)
    return cases + [{"why": why, "text": text} for why, text in foreign.items()]


def _raw_of(text: str) -> bytes:
    body = text.rpartition("_")[2][:-4]
    return base64.b32decode(body.upper() + "=" * (-len(body) % 8))


def _once_raw() -> bytes:
    return _raw_of(seal(DAY, "email", "checkout", b"alice@example.com", mode="r"))


def _foreign(good: str, head: str, body: str, plain: bytes) -> dict[str, str]:
    raw = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
    tampered = {
        f"bit flipped in byte {place} of the body": sealed_text("d", "email", kid_of(DAY), _flip(raw, place))
        for place in (0, 15, 16, len(raw) - 1)
    }
    return tampered | {
        "sealed for another service": seal(DAY, "email", "billing", b"alice@example.com"),
        "sealed on another day": seal(OTHER_DAY, "email", "checkout", b"alice@example.com"),
        "another day's body under this key id": _relabelled(OTHER_DAY, "email", DAY, "email"),
        "of another kind": seal(DAY, "username", "checkout", b"alice@example.com"),
        "another kind's body under this kind": _relabelled(DAY, "username", DAY, "email"),
        "one-way": seal(DAY, "email", "checkout", b"alice@example.com", mode="o"),
        "one-way body in mode d": with_check(head + "_" + b32(raw[:16])),
        "a body of mode d in mode r": with_check("pii1r" + head[5:] + "_" + body),
        "a body of mode r in mode d": sealed_text("d", "email", kid_of(DAY), bytes(5) + _once_raw()[:-5]),
        "another chain": sealed_text("r", "email", kid_of(DAY), _flip(_once_raw(), 0)),
        "another counter": sealed_text("r", "email", kid_of(DAY), _flip(_once_raw(), 10)),
        "bit flipped in the tag of mode r": sealed_text("r", "email", kid_of(DAY), _flip(_once_raw(), 11)),
        "another kind's body of mode r": sealed_text(
            "r", "email", kid_of(DAY), _raw_of(seal(DAY, "name", "checkout", b"Ann", mode="r"))
        ),
        "another service's body of mode r": seal(DAY, "email", "billing", b"alice@example.com", mode="r"),
        "mode r with a set bit 7": seal_once(DAY, "email", "checkout", bytes([plain[0] | 0x80]) + plain[1:]),
        "mode r without a ciphertext": sealed_text("r", "email", kid_of(DAY), _once_raw()[:27]),
        "reserved mode w": with_check("pii1w" + head[5:] + "_" + body),
        "reserved mode p": with_check("pii1p" + head[5:] + "_" + body),
        "wrong check": good[:-1] + ("a" if good[-1] != "a" else "b"),
        "upper case": good.upper(),
        "cut short": good[:-1],
        "a character more": good + "a",
        "a space before": " " + good,
        "a line end behind": good + "\n",
        "unused low bits set": with_check(head + "_" + body[:-1] + _next_digit(body[-1])),
        "body length between two sizes": sealed_text("d", "email", kid_of(DAY), raw[:-1]),
        "tag without ciphertext": sealed_text("d", "email", kid_of(DAY), raw[:16]),
        "no body": sealed_text("d", "email", kid_of(DAY), b""),
        "empty": "",
    }


def _relabelled(secret: bytes, kind: str, shown: bytes, shown_kind: str) -> str:
    body = AESSIV(kind_key(secret, "d", kind, "checkout")).encrypt(
        plaintext(b"alice@example.com"), [associated(secret, kind, "checkout")]
    )
    return sealed_text("d", shown_kind, kid_of(shown), body)


def _flip(data: bytes, place: int) -> bytes:
    return bytes(byte ^ (at == place) for at, byte in enumerate(data))


def _next_digit(digit: str) -> str:
    digits = "abcdefghijklmnopqrstuvwxyz234567"
    return digits[digits.index(digit) + 1]


def find_cases() -> list[dict[str, Any]]:
    """Texts and where their sealed values stand."""
    one = seal(DAY, "email", "checkout", b"alice@example.com")
    two = seal(DAY, "password", "checkout", b"hunter2", mode="o")
    three = seal(DAY, "us_ssn", "checkout", b"078-05-1120")
    four = seal(DAY, "name", "checkout", b"Ann Example", mode="r")
    damaged = one[:-1] + ("a" if one[-1] != "a" else "b")
    pieces: list[list[str]] = [
        ["", one, ""],
        ["user=", one, " pw=", two, " ssn=", three, "\n"],
        ['{"a":"', one, '","b":"', two, '"}'],
        ["", one, "_", two, ""],
        ["name=", four, " ", one, "_", four, "\n"],
        ["", one, "_tail_of_the_word", ""],
        ["", one, "", "A"],
        ["abc", one, ""],
        ["pii1", one, ""],
        ["pii1d_", one, ""],
        ["pii1d_email_aaaaaaaa_", one, ""],
        [one[:30], one, ""],
        [one + "a"],
        [one + "1"],
        [damaged],
        [damaged + " ", one, ""],
        [one.upper()],
        ["pii1 pii1d pii1d_ pii1d__ pii1d_a_ pii1x_email_aaaaaaaa_aaaaaaaa"],
        ["", one, "", "é"],
    ]
    return [_find_case(parts) for parts in pieces]


def _find_case(parts: list[str]) -> dict[str, Any]:
    whole = re.compile(r"pii1[dro]_[a-z0-9_]+[a-z2-7]\Z")
    found, at = [], 0
    for place, part in enumerate(parts):
        if place % 2 and whole.match(part):
            found.append([at, at + len(part)])
        at += len(part.encode())
    return {"text": "".join(parts), "found": found}


def day_cases() -> list[dict[str, Any]]:
    """Day secrets sealed to a recipient: HPKE with a given ephemeral input."""
    cases = []
    for label in ("one", "two"):
        private = X25519PrivateKey.from_private_bytes(_secret(f"milkglass test unseal pair {label}"))
        public, random = private.public_key().public_bytes_raw(), _secret(f"milkglass test random {label}")
        info = b"milkglass/v1/day-secret" + lp(label.encode())
        sealed = seal_day(DAY, public, info, random)
        cases.append(
            {
                "secret": DAY.hex(),
                "private_key": private.private_bytes_raw().hex(),
                "public_key": public.hex(),
                "info": info.hex(),
                "random": random.hex(),
                "sealed": sealed.hex(),
                "kid": b32(kid_of(DAY)),
            }
        )
    return cases


def files() -> dict[str, str]:
    """Every vector file by name."""
    base = {"secret": DAY.hex(), "service": "checkout", "kid": b32(kid_of(DAY))}
    contents: dict[str, Any] = {
        "values": {"about": "Values in hex and the sealed values they give; spec section 3."}
        | base
        | {"cases": value_cases()},
        "chain": {"about": "Values of mode r in kind name, by chain id and counter; spec section 3."}
        | base
        | {"cases": chain_cases()},
        "refused": {"about": "Texts that the key of this kind, service and day must not open."}
        | base
        | {"kind": "email", "cases": refused_cases()},
        "find": {
            "about": "Texts and the byte ranges of the sealed values in them; spec section 1.",
            "cases": find_cases(),
        },
        "days": {
            "about": "Day secrets sealed by HPKE; random is the input of DeriveKeyPair. Spec section 4.",
            "cases": day_cases(),
        },
    }
    return {name: json.dumps(body, indent=1, ensure_ascii=False) + "\n" for name, body in contents.items()}


def main(arguments: list[str]) -> int:
    """Write the vectors, or with ``--check`` compare them."""
    stale = [name for name, text in files().items() if _current(name) != text]
    if "--check" not in arguments:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (FOLDER / f"{name}.json").write_text(files()[name], encoding="utf-8")
    print(f"{'stale' if '--check' in arguments else 'written'}: {', '.join(stale) or 'none'}")
    return int(bool(stale) and "--check" in arguments)


def _current(name: str) -> str | None:
    path = FOLDER / f"{name}.json"
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
