//! Slack: tokens of bots, users, workspaces, applications and sessions, and the secret part of webhooks.
//!
//! Source: Slack API documentation, Token types; Incoming webhooks.

use super::check::{is_random, looks_random};
use super::form::{ALNUM, BASE64_IN_URL, DASHED, Form, UPPER, form, sized};
use crate::detect::text::{back, byte};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SlackToken, b"xoxa-", DASHED, 10),
    form(Kind::SlackToken, b"xoxb-", DASHED, 10),
    form(Kind::SlackToken, b"xoxc-", DASHED, 10),
    form(Kind::SlackToken, b"xoxe-", DASHED, 10),
    form(Kind::SlackToken, b"xoxp-", DASHED, 10),
    form(Kind::SlackToken, b"xoxr-", DASHED, 10),
    form(Kind::SlackToken, b"xoxs-", DASHED, 10),
    form(Kind::SlackToken, b"xoxo-", DASHED, 10).checked(is_random),
    form(Kind::SlackToken, b"xoxd-", BASE64_IN_URL, 20),
    form(Kind::SlackToken, b"xoxe.", DASHED, 16),
    form(Kind::SlackToken, b"xapp-", DASHED, 10),
    sized(Kind::SlackToken, b"/", ALNUM, 16, 48).led(hook, UPPER).checked(looks_random),
];

/// Back over `T00000000/B00000000` (or `T00000000/A00000000/1` of a workflow), if `/services/` and its like go before.
fn hook(text: &[u8], at: usize) -> Option<usize> {
    let start = back(text, at, at.saturating_sub(48), |b| UPPER.holds(b) || b == b'/') + 1;
    let before = text.get(..start).unwrap_or_default();
    let is_hook = [&b"/services/"[..], b"/workflows/", b"/triggers/"].iter().any(|path| before.ends_with(path));
    let is_team = matches!(byte(text, start), b'T' | b'E');
    (is_hook && is_team && at - start >= 19 && text[start..at].contains(&b'/')).then_some(start)
}
