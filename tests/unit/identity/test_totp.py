"""One-time codes: once each, now or just before, ASCII digits only. RFC vectors are in `tests/conformance`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from milkglass.errors import UsageError
from milkglass.identity.totp import (
    Accepted,
    Refused,
    RefusedWhy,
    check,
    new_secret,
    provisioning_uri,
    secret_text,
    step_at,
    totp,
)

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)
STEP = step_at(NOW)
MALFORMED, WRONG, REPLAYED = (Refused(why) for why in RefusedWhy)


def test_the_codes_of_another_implementation_are_ours() -> None:
    """PyOTP and this module agree over many secrets and steps, leading zeros included."""
    for n in range(300):
        secret, step = bytes([n % 256]) * 20, n * 7919
        assert totp(secret, step) == pyotp.TOTP(secret_text(secret)).at(step * 30)


@pytest.mark.parametrize(
    ("shift", "expected"), [(-2, WRONG), (-1, Accepted(STEP - 1)), (0, Accepted(STEP)), (1, WRONG), (2, WRONG)]
)
def test_the_code_of_this_step_and_the_one_before_is_right(shift: int, expected: Accepted | Refused) -> None:
    """Security case 35: a code has its own step and the next to be typed; no code from the future is taken."""
    assert check(SECRET, totp(SECRET, STEP + shift), NOW, None) == expected


def test_a_code_works_once() -> None:
    """The accepted step is used up, and so is every earlier one; the next step is fresh."""
    code = totp(SECRET, STEP)
    assert check(SECRET, code, NOW, None) == Accepted(STEP)
    assert check(SECRET, code, NOW, STEP) == REPLAYED
    assert check(SECRET, code, NOW + timedelta(seconds=30), STEP) == REPLAYED
    assert check(SECRET, totp(SECRET, STEP - 1), NOW, STEP) == REPLAYED
    assert check(SECRET, totp(SECRET, STEP + 1), NOW + timedelta(seconds=30), STEP) == Accepted(STEP + 1)


def test_a_clock_set_back_brings_no_code_back() -> None:
    """After the clock goes back, codes of used steps are refused although they fit the clock."""
    back = NOW - timedelta(hours=1)
    assert check(SECRET, totp(SECRET, step_at(back)), back, STEP) == REPLAYED


@pytest.mark.parametrize(
    "mangle",
    [
        lambda code: "".join(chr(ord(digit) + 0x660 - 0x30) for digit in code),
        lambda code: "".join(chr(ord(digit) + 0xFF10 - 0x30) for digit in code),
        lambda code: code + "\n",
        lambda code: " " + code,
        lambda code: code[:3] + " " + code[3:],
        lambda code: code[:5],
        lambda code: "0" + code,
        lambda code: code + "\x00",
        lambda code: "-" + code[1:],
        lambda _: "1_0000",
        lambda _: "",
        lambda _: "9" * 100_000,
    ],
)
def test_anything_but_six_ascii_digits_is_refused(mangle: object) -> None:
    """Security case 34: the right code in Arabic or full-width digits, with white space, shortened or lengthened is no code."""
    assert callable(mangle)
    assert check(SECRET, mangle(totp(SECRET, STEP)), NOW, None) == MALFORMED


def test_a_code_of_another_secret_is_wrong() -> None:
    """Somebody else's code at the same moment."""
    other = b"09876543210987654321"
    assert totp(other, STEP) != totp(SECRET, STEP)
    assert check(SECRET, totp(other, STEP), NOW, None) == WRONG


def test_the_first_step_of_all_time_has_none_before_it() -> None:
    """At the beginning of 1970 the previous step does not exist, and nothing breaks."""
    start = datetime.fromtimestamp(0, UTC)
    assert check(SECRET, totp(SECRET, 0), start, None) == Accepted(0)


def test_a_clock_without_zone_is_refused() -> None:
    """A naive time would be read in the machine's own zone."""
    with pytest.raises(UsageError):
        step_at(datetime(2026, 11, 23))  # noqa: DTZ001 - hostile input


def test_a_secret_has_160_bits() -> None:
    """The random source is asked once for 20 bytes, and its answer is the secret."""
    asked: list[int] = []

    def random(size: int) -> bytes:
        asked.append(size)
        return bytes(range(size))

    assert new_secret(random) == bytes(range(20))
    assert asked == [20]


@pytest.mark.parametrize("name", ["ana", "ana maria", "a:b", "a&secret=x", "\u00e5sa", "a/b?c#d"])
def test_an_authenticator_app_reads_the_uri(name: str) -> None:
    """Another implementation finds the same secret, issuer and name, whatever stands in the name."""
    uri = provisioning_uri(SECRET, name, "milkglass at example.com")
    parsed = pyotp.parse_uri(uri)
    assert isinstance(parsed, pyotp.TOTP)
    assert parsed.secret == secret_text(SECRET)
    assert (parsed.name, parsed.issuer) == (name, "milkglass at example.com")
    assert (parsed.digits, parsed.interval) == (6, 30)
    assert list(parse_qs(urlsplit(uri).query)) == ["secret", "issuer", "algorithm", "digits", "period"]
