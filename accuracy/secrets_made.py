"""Credentials that open nothing: random text in the published shapes of tokens and keys. Pure.

Sources: the token formats that GitHub, GitLab, Slack, Stripe, Google, OpenAI, Anthropic, npm, PyPI, SendGrid, Twilio, Telegram,
Discord, Sentry, DigitalOcean, Hugging Face and AWS document; RFC 7519 (JWT), RFC 6750 (Bearer), RFC 7617 (Basic), RFC 7468 (PEM).
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

LOWER = "abcdefghijklmnopqrstuvwxyz"
FIGURES = "0123456789"
ALNUM = LOWER + LOWER.upper() + FIGURES
URLSAFE = ALNUM + "-_"
_PASSWORDS = (
    "correct{n}horse",
    "Tr0ub{n}dor&3",
    "hunter{n}!",
    "S0mmer#{n}",
    "p@ss{n}Word",
    "Qw3rty{n}$",
    "zażółć{n}",
    'a"b\\c{n}',
    "it's{n}me",
    "{w}",
    "{w}=={n}",
    "über{n}geheim",
)


def text(source: random.Random, length: int, letters: str = ALNUM) -> str:
    """Random letters of a set."""
    return "".join(source.choice(letters) for _ in range(length))


def password(source: random.Random, style: str) -> str:
    """As people and machines choose them; ``plain`` ones need no escape anywhere and hold no blank."""
    number = source.randrange(10, 9999)
    made = source.choice(_PASSWORDS[:6] if style == "plain" else _PASSWORDS).format(n=number, w=text(source, 14))
    return made.translate(str.maketrans("", "", "&#$@!")) if style == "plain" else made


def jwt(source: random.Random) -> str:
    """A signed token with a subject."""
    parts = (
        {"alg": "HS256", "typ": "JWT"},
        {"sub": str(source.randrange(10**6)), "iat": 1795500000 + source.randrange(10**6)},
    )
    body = ".".join(
        base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).rstrip(b"=").decode()
        for part in parts
    )
    return f"{body}.{text(source, 43, URLSAFE)}"


def basic(source: random.Random) -> str:
    """User and password in base 64."""
    return base64.b64encode(f"{text(source, 6, LOWER)}:{text(source, 11)}".encode()).decode()


def private_key(source: random.Random) -> tuple[str, str, str]:
    """BEGIN line, body of two to four lines, END line."""
    name = source.choice(("RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"))
    body = "\n".join(text(source, 64, ALNUM + "+/") for _ in range(source.randrange(2, 5)))
    return f"-----BEGIN {name}-----", f"{body}\n{text(source, 30, ALNUM + '+/')}==", f"-----END {name}-----"


def _discord_id(source: random.Random) -> str:
    """The number of a bot in base64, as its token begins."""
    return base64.b64encode(str(source.randrange(10**17, 10**18)).encode()).decode().rstrip("=")


def sentry_dsn_user(source: random.Random) -> str:
    """The public key that stands before the at sign of a DSN."""
    return text(source, 32, "0123456789abcdef")


SHAPES: dict[str, Callable[[random.Random], str]] = {
    "aws_access_key": lambda s: s.choice(("AKIA", "ASIA")) + text(s, 16, LOWER.upper() + "234567"),
    "aws_secret_key": lambda s: text(s, 40, ALNUM + "+/"),
    "github_token": lambda s: s.choice(("ghp_", "gho_", "ghs_")) + text(s, 36),
    "gitlab_token": lambda s: "glpat-" + text(s, 20, URLSAFE[:-2]),
    "slack_token": lambda s: f"xoxb-{text(s, 12, FIGURES)}-{text(s, 12, FIGURES)}-{text(s, 24)}",
    "stripe_key": lambda s: s.choice(("sk_live_", "rk_live_")) + text(s, 24),
    "google_api_key": lambda s: "AIza" + text(s, 35, ALNUM + "_"),
    "openai_key": lambda s: f"sk-proj-{text(s, 20)}T3BlbkFJ{text(s, 20)}",
    "anthropic_key": lambda s: f"sk-ant-api03-{text(s, 93, ALNUM)}AA",
    "npm_token": lambda s: "npm_" + text(s, 36),
    "pypi_token": lambda s: "pypi-AgEIcHlwaS5vcmc" + text(s, 120, ALNUM),
    "huggingface_token": lambda s: "hf_" + text(s, 34, LOWER + LOWER.upper()),
    "sendgrid_key": lambda s: f"SG.{text(s, 22)}.{text(s, 43)}",
    "digitalocean_token": lambda s: "dop_v1_" + text(s, 64, "0123456789abcdef"),
    "twilio_key": lambda s: "SK" + text(s, 32, "0123456789abcdef"),
    "telegram_token": lambda s: f"{text(s, 10, '123456789')}:AA{text(s, 33, URLSAFE[:-2])}",
    "discord_token": lambda s: f"{_discord_id(s)}.G{text(s, 5)}.{text(s, 38)}",
    "slack_webhook": lambda s: f"T{text(s, 8, LOWER.upper())}/B{text(s, 8, LOWER.upper())}/{text(s, 24)}",
    "shopify_token": lambda s: "shpat_" + text(s, 32, "0123456789abcdef"),
    "mailgun_key": lambda s: "key-" + text(s, 32, "0123456789abcdef"),
    "azure_account_key": lambda s: text(s, 86, ALNUM + "+/") + "==",
    "token": lambda s: text(s, s.choice((24, 32, 40))),
    "session_id": lambda s: text(s, s.choice((26, 32)), LOWER + FIGURES),
    "cookie": lambda s: f"sid={text(s, 32)}; theme=dark",
    "api_key": lambda s: text(s, 32, "0123456789abcdef"),
    "secret": lambda s: text(s, 28),
    "bearer_token": lambda s: text(s, 40, ALNUM),
}
