"""Nine kinds found slowly: every range of a text is tried. Written from the texts in `vectors/detect`, not from the engine.

What the kinds say of keys (`pan=...`) is left out: the reference knows values that count by themselves. Positions are bytes of the
UTF-8 text. `tests/property/test_detect_reference.py` compares; `DIFFERENCES` says where the two may differ, and why.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Range = tuple[int, int]
WORD = re.compile(rb"[A-Za-z0-9_]")
ESCAPE = re.compile(rb"(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\x1b\[[0-9;]*m)\Z")
DIFFERENCES = {
    "jwt": "a header of fewer than 16 characters is not looked at: the shortest that RFC 7515 allows, an `alg` alone, has 18; "
    "and `id-eyJ` is one word",
    "ipv6": "compared where white space, a quotation mark or a bracket stands round it: beside other colons it is a matter of taste",
}


def byte(text: bytes, at: int) -> bytes:
    """The byte at a place, or a line feed outside of the text."""
    return text[at : at + 1] if 0 <= at < len(text) else b"\n"


def is_digit(text: bytes, at: int) -> bool:
    """Whether a digit stands there."""
    return byte(text, at).isdigit()


def follows_word(text: bytes, start: int, more: bytes = b"") -> bool:
    """Whether a word goes on before `start`; an escape is no part of one."""
    before = byte(text, start - 1)
    return bool(WORD.match(before) or before in more.split()) and not ESCAPE.search(text[:start])


def ranges(text: bytes, shape: bytes, least: int, most: int) -> Iterator[Range]:
    """Every range of some length that has a shape."""
    pattern = re.compile(shape)
    for start in range(len(text)):
        for end in range(start + least, min(len(text), start + most) + 1):
            if pattern.fullmatch(text, start, end):
                yield start, end


def longest(found: Iterator[Range]) -> list[Range]:
    """Without ranges that lie in others."""
    every = list(found)
    return [a for a in every if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in every)]


def ipv4(text: bytes) -> list[Range]:
    """Four numbers up to 255, no fifth beside them, no letter or digit touching them; not after `version` or a product."""

    def counts(start: int, end: int) -> bool:
        octets = [int(octet) for octet in text[start:end].split(b".")]
        nobodys = octets[0] == 127 or octets in ([0] * 4, [255] * 4)
        touched = follows_word(text, start) and byte(text, start - 1) != b"_"
        touches = WORD.match(byte(text, end)) and byte(text, end) != b"_"
        fifth = (byte(text, start - 1) == b"." and is_digit(text, start - 2)) or (
            byte(text, end) == b"." and is_digit(text, end + 1)
        )
        named = re.search(rb"(?i)(?<![a-z])(?:version|ver|release|v)[ =:\"\\/-]{1,3}\Z", text[:start])
        product = re.search(rb"(?:\A|[ \"(\'\n])[A-Z][A-Za-z]*/\Z", text[:start])
        return max(octets) <= 255 and not (nobodys or touched or touches or fifth or named or product)

    return longest(r for r in ranges(text, rb"\d{1,3}(?:\.\d{1,3}){3}", 7, 15) if counts(*r))


def ipv6(text: bytes) -> list[Range]:
    """What the standard library takes for one, between white space, quotation marks or brackets, if it is somebody's."""

    def counts(start: int, end: int) -> bool:
        value = text[start:end].decode()
        free = byte(text, start - 1) in b" \t\n\"'[(" and byte(text, end) in b" \t\n\"'])"
        groups = [group for group in value.split(":") if group]
        named = "::" in value and not any(c.isdigit() for c in value) and len(groups) < 3
        prefix = len(groups) == 1 and value.endswith("::")
        try:
            address = ipaddress.IPv6Address(value)
        except ValueError:
            return False
        return free and not (named or prefix or int(address) <= 1)

    return longest(r for r in ranges(text, rb"[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", 2, 45) if counts(*r))


def mac(text: bytes) -> list[Range]:
    """Six pairs, or three groups of four with a letter; longer runs, all zeros and all ones are none."""
    pairs = rb"[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})"
    dotted = rb"[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}"

    def counts(start: int, end: int) -> bool:
        mark = re.sub(rb"[0-9A-Fa-f]", b"", text[start:end])[:1]
        digits = text[start:end].replace(mark, b"").lower()
        nobodys = set(digits) in ({ord("0")}, {ord("f")}) or (mark == b"." and digits.isdigit())
        longer = byte(text, start - 1) == mark or (
            byte(text, end) == mark and re.match(rb"[0-9A-Fa-f]", byte(text, end + 1))
        )
        return not (nobodys or longer or follows_word(text, start) or WORD.match(byte(text, end)))

    found = [*ranges(text, pairs, 17, 17), *ranges(text, dotted, 14, 14)]
    return [r for r in found if counts(*r)]


def luhn(digits: bytes) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled."""
    values = [int(chr(digit)) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in values) % 10 == 0


def has_issuer(digits: bytes) -> bool:
    """Whether a number begins like an issuer's and has the length of its numbers."""
    first, size = (lambda count: int(digits[:count])), len(digits)
    diners = 300 <= first(3) <= 305 or first(3) // 10 == 36 or first(2) in (38, 39)
    any_length = (
        first(4) == 6011 or 644 <= first(3) <= 659 or 3528 <= first(4) <= 3589 or first(2) in (50, 56, 57, 58, 62, 67)
    )
    return (
        (first(1) == 4 and size in (16, 19))
        or ((51 <= first(2) <= 55 or 2221 <= first(4) <= 2720) and size == 16)
        or (first(2) in (34, 37) and size == 15)
        or (diners and 14 <= size <= 19)
        or (any_length and 16 <= size <= 19)
    )


def payment_card(text: bytes) -> list[Range]:
    """Digits of a known issuer with its length and a right check digit, in one piece or grouped as on cards."""
    grouped = [rb"(?:\d{4}%b){3}\d{4}(?:%b\d{3})?", rb"\d{4}%b\d{6}%b\d{4,5}", rb"(?:\d{4}%b){3}\d{1,2}"]
    shapes = [rb"\d{13,19}", *(shape.replace(b"%b", mark) for shape in grouped for mark in (b" ", b"-"))]

    def counts(start: int, end: int) -> bool:
        digits = re.sub(rb"\D", b"", text[start:end])
        before = byte(text, start - 1)
        inside = follows_word(text, start) or (before == b"." and is_digit(text, start - 2))
        block = before == b"-" and byte(text, start - 2) == b"_"
        goes_on = byte(text, end).isalnum()
        return has_issuer(digits) and luhn(digits) and not (inside or block or goes_on)

    return longest(r for shape in shapes for r in ranges(text, shape, 13, 23) if counts(*r))


IBAN_LENGTHS = {b"DE": 22, b"GB": 22, b"FR": 27, b"NL": 18, b"NO": 15, b"BE": 16, b"CH": 21, b"MT": 31}
"""Some of the registry; generated lines name no other country."""


def iban(text: bytes) -> list[Range]:
    """Country, right check digits (ISO 7064 mod 97-10) and as many characters as the country has, whole or in fours."""

    def counts(start: int, end: int) -> bool:
        value = text[start:end].replace(b" ", b"")
        number = "".join(str(int(chr(c), 36)) for c in value[4:] + value[:4])
        right = IBAN_LENGTHS.get(value[:2]) == len(value) and int(number) % 97 == 1
        return right and not follows_word(text, start) and not WORD.match(byte(text, end))

    return [r for r in ranges(text, rb"[A-Z]{2}\d\d(?: ?[A-Z0-9]{4})+(?: ?[A-Z0-9]{1,3})?", 15, 42) if counts(*r)]


def us_ssn(text: bytes) -> list[Range]:
    """Three, two and four digits of a number that may have been issued, with nothing of a longer number beside them."""

    def counts(start: int, end: int) -> bool:
        area, group, serial = text[start:end].split(b"-")
        unissued = area in (b"000", b"666") or area >= b"900" or group == b"00" or serial == b"0000"
        goes_on = WORD.match(byte(text, end)) or (byte(text, end) in b"-." and byte(text, end + 1).isalnum())
        return not (unissued or follows_word(text, start, b"- . +") or goes_on)

    return [r for r in ranges(text, rb"\d{3}-\d\d-\d{4}", 11, 11) if counts(*r)]


def jwt(text: bytes) -> list[Range]:
    """`eyJ`, a dot and a payload of two characters or more, then any further segments."""
    shape = rb"eyJ[A-Za-z0-9_-]{13,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]+)*"
    return longest(
        (start, end)
        for start, end in ranges(text, shape, 19, len(text))
        if not WORD.match(byte(text, end)) and not re.search(rb"[A-Za-z0-9_][_-]*\Z", ESCAPE.sub(b" ", text[:start]))
    )


def apart(text: bytes, found: list[Range]) -> list[Range]:
    """An address that begins in another one begins after it: `a@example.com.b@example.org`."""
    kept: list[Range] = []
    for start, end in found:
        first = max(start, kept[-1][1]) if kept else start
        dots = len(text[first:end]) - len(text[first:end].lstrip(b"."))
        kept.append((first + dots, end))
    return kept


LOCAL = rb"[A-Za-z0-9._+~\x80-\xff-]"
UNITS = rb"service|socket|timer|slice|scope|mount|automount|swap|device"


def email(text: bytes) -> list[Range]:
    """A local part, an at sign and a domain whose last label is a top level; no units of systemd, no scale factors, no paths of git."""

    def counts(start: int, end: int) -> bool:
        local, domain = re.split(rb"@|%40", text[start:end])
        before = byte(text, start - 1)
        whole = before == b"." or not re.match(LOCAL, before) or ESCAPE.search(text[:start])
        whole = whole and not re.match(rb"[A-Za-z0-9\x80-\xff-]", byte(text, end))
        # `%20ann@`, `\nann@`: what belongs to an escape is no part of the name.
        whole = whole and not re.search(rb"(?:%[0-9A-Fa-f]?|\\|\\u[0-9A-Fa-f]{0,3}|\x1b\[[0-9;]*)\Z", text[:start])
        unit = re.search(rb"\.(?:%b)\Z" % UNITS, domain)
        image = re.match(rb"\d.*\.(?:png|jpe?g|gif|svg|webp)\Z", domain)
        path = local == b"git" and byte(text, end) == b":"
        return whole and not (unit or image or path or local.startswith(b".") or b".." in local)

    shape = LOCAL + rb"+(?:@|%40)(?:[A-Za-z0-9\x80-\xff-]+\.)+[A-Za-z\x80-\xff]{2,}"
    return apart(text, longest(r for r in ranges(text, shape, 6, 60) if counts(*r)))


def url_userinfo(text: bytes) -> list[Range]:
    """Between `://` and the last at sign of the authority, if no mark of a list or query stands in it."""
    found = []
    for mark in re.finditer(rb"(?<=[A-Za-z0-9])://", text):
        end = mark.end() + len(re.split(rb"[\s/\\?#\"<>`]", text[mark.end() :], maxsplit=1)[0])
        at = text.rfind(b"@", mark.end(), end)
        content = text[mark.end() : max(at, mark.end())]
        if content and not re.search(rb"[,;&|()\[\]{}=']", content) and re.search(rb"[A-Za-z0-9]", content):
            found.append((mark.end(), at))
    return found


KINDS: dict[str, Callable[[bytes], list[Range]]] = {
    "email": email,
    "ipv4": ipv4,
    "ipv6": ipv6,
    "mac": mac,
    "payment_card": payment_card,
    "iban": iban,
    "us_ssn": us_ssn,
    "jwt": jwt,
    "url_userinfo": url_userinfo,
}
