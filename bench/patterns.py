"""The kinds of milkglass as regular expressions, for engines that take them: one list, the same for Hyperscan and Python ``re``.

Written as close to the built-in detectors as a regular expression without look-around comes. What only code can check (Luhn,
mod 97, ranges of area numbers) is left out, and so are bounds of repetitions, for which Hyperscan has no room when it shall tell
where a match starts. Both make these patterns cheaper, not dearer, than a true equivalent.
"""

from __future__ import annotations

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_GROUP = "[0-9a-fA-F]{1,4}"
_AS = r"[\"']?\s?[=:]\s?[\"']?"
_WORD = r"[^\s\"'&,;<>]"


def _key(names: str, value: str = _WORD + "+") -> str:
    return rf"(?i)(?:{names}){_AS}{value}"


PATTERNS: dict[str, str] = {
    "email": r"[A-Za-z0-9._+\-]+(?:@|%40|\\u0040)[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
    "ipv4": rf"\b{_OCTET}(?:\.{_OCTET}){{3}}\b",
    "ipv6": rf"\b(?:(?:{_GROUP}:){{7}}{_GROUP}\b|(?:{_GROUP}:){{1,6}}:(?:{_GROUP}(?::{_GROUP}){{0,5}}\b)?)",
    "mac": r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b",
    "payment_card": r"\b(?:[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}|3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})\b",
    "iban": r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
    "us_ssn": r"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b",
    "phone": r"(?:\+[0-9]{1,3}[ .-]?)(?:\(?[0-9]{2,4}\)?[ .-]?){2,4}[0-9]{2,4}\b",
    "phone_us": r"(?:\([0-9]{3}\) ?|\b[0-9]{3}[.-])[0-9]{3}[.-][0-9]{4}\b",
    "url_userinfo": r"[a-z][a-z0-9+.\-]+://[^\s/:@]+:[^\s/@]+@",
    "jwt": r"\beyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+",
    "bearer_token": r"(?i)\bbearer [A-Za-z0-9._~+/=\-]{16,}",
    "basic_auth": r"(?i)\bbasic [A-Za-z0-9+/=]{16,}",
    "private_key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "aws_access_key": r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
    "google_api_key": r"\bAIza[A-Za-z0-9_\-]{35}\b",
    "github_token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})",
    "gitlab_token": r"\bgl(?:pat|dt|rt)-[A-Za-z0-9_\-]{20,}",
    "slack_token": r"\b(?:xox[bpaers]-|xapp-)[A-Za-z0-9\-]{10,}",
    "stripe_key": r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,})",
    "anthropic_key": r"\bsk-ant-[A-Za-z0-9_\-]{20,}",
    "openai_key": r"\bsk-[A-Za-z0-9_\-]{32,}",
    "npm_token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "pypi_token": r"\bpypi-AgE[A-Za-z0-9_\-]{40,}",
    "huggingface_token": r"\bhf_[A-Za-z0-9]{30,}",
    "sendgrid_key": r"\bSG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}",
    "digitalocean_token": r"\bdo[opr]_v1_[a-z0-9]{64}\b",
    "password": _key(r"passw(?:or)?d|passphrase|passcode|pwd"),
    "secret": _key(r"secret(?:[_-]?key)?|private[_-]?key|cvv|cvc"),
    "token": _key(r"token|session[_-]?id|jsessionid|phpsessid"),
    "api_key": _key(r"api[_-]?key|access[_-]?key(?:[_-]?id)?|auth[_-]?key"),
    "username": _key(r"\b(?:user(?:[_-]?name|[_-]?id)?|login|uname)"),
    "name": _key(r"(?:first|last|full|given|family|customer|patient|display)[_-]?name", r"[^\"',;&=\n]{1,40}"),
}
"""Kind and expression. None needs look-around or back-references."""
