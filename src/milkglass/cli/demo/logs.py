"""The logs of the demo's two services. Everybody in them is made up; numbers and addresses are those kept for examples."""

from __future__ import annotations

_CUSTOMERS = (
    ("Jo Doe", "jo.doe@example.com", "203.0.113.7", "4111111111111111"),
    ("Ada Park", "ada@example.com", "198.51.100.23", "5555555555554444"),
    ("Lin Wei", "lin.wei@example.org", "192.0.2.146", "378282246310005"),
)
_SHOP = (
    "INFO login email={email} ip={ip}",
    'WARN payment {{"email":"{email}","card":{card},"code":"declined"}}',
    'INFO order name="{name}" email={email} ip={ip} total=41.90',
    "DEBUG upstream Authorization: Bearer demo0token0of0{number:04d}0nobody",
)
_BANK = (
    'INFO transfer name="{name}" email={email} amount=120.00',
    "INFO session ip={ip} length=312",
)
EMAIL, CARD, NAME, ADDRESS = _CUSTOMERS[0][1], _CUSTOMERS[0][3], _CUSTOMERS[0][0], _CUSTOMERS[0][2]
"""One customer's data, to look for."""
VALUES = tuple(value for customer in _CUSTOMERS for value in customer)
"""Everything personal in both logs."""


def shop() -> str:
    """The log of the shop."""
    return _log("shop", _SHOP, 120)


def bank() -> str:
    """The log of the bank."""
    return _log("bank", _BANK, 60)


def _log(service: str, lines: tuple[str, ...], count: int) -> str:
    return "".join(f"{service}[{7000 + n}] {_line(lines, n)}\n" for n in range(count))


def _line(lines: tuple[str, ...], number: int) -> str:
    name, email, ip, card = _CUSTOMERS[number // len(lines) % len(_CUSTOMERS)]
    return lines[number % len(lines)].format(name=name, email=email, ip=ip, card=card, number=number)
