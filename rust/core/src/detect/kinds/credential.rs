//! Credentials that name themselves: a published prefix, an alphabet and a least length; and what follows `Bearer` or `Basic`.

use crate::detect::keys::masks::unmasked_length;
use crate::detect::text::{Range, back, before, byte, skip, starts};
use crate::kind::Kind;

/// One published form of a credential.
struct Form {
    prefix: &'static [u8],
    kind: Kind,
    least: usize,
    alphabet: fn(u8) -> bool,
    needs_digit: bool,
}

const fn form(prefix: &'static [u8], kind: Kind, least: usize, alphabet: fn(u8) -> bool) -> Form {
    Form { prefix, kind, least, alphabet, needs_digit: false }
}

const fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

const fn is_dashed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

const fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// The forms, the longer prefix first where one begins with another.
static FORMS: [Form; 35] = [
    form(b"AKIA", Kind::AwsAccessKey, 16, is_upper),
    form(b"ASIA", Kind::AwsAccessKey, 16, is_upper),
    form(b"ABIA", Kind::AwsAccessKey, 16, is_upper),
    form(b"ACCA", Kind::AwsAccessKey, 16, is_upper),
    form(b"AIza", Kind::GoogleApiKey, 35, is_dashed),
    form(b"ghp_", Kind::GithubToken, 36, is_alphanumeric),
    form(b"gho_", Kind::GithubToken, 36, is_alphanumeric),
    form(b"ghu_", Kind::GithubToken, 36, is_alphanumeric),
    form(b"ghs_", Kind::GithubToken, 36, is_alphanumeric),
    form(b"ghr_", Kind::GithubToken, 36, is_alphanumeric),
    form(b"github_pat_", Kind::GithubToken, 22, is_dashed),
    form(b"glpat-", Kind::GitlabToken, 20, is_dashed),
    form(b"gldt-", Kind::GitlabToken, 20, is_dashed),
    form(b"glrt-", Kind::GitlabToken, 20, is_dashed),
    form(b"xoxb-", Kind::SlackToken, 10, is_dashed),
    form(b"xoxp-", Kind::SlackToken, 10, is_dashed),
    form(b"xoxa-", Kind::SlackToken, 10, is_dashed),
    form(b"xoxr-", Kind::SlackToken, 10, is_dashed),
    form(b"xoxs-", Kind::SlackToken, 10, is_dashed),
    form(b"xapp-", Kind::SlackToken, 10, is_dashed),
    form(b"sk_live_", Kind::StripeKey, 10, is_alphanumeric),
    form(b"sk_test_", Kind::StripeKey, 10, is_alphanumeric),
    form(b"rk_live_", Kind::StripeKey, 10, is_alphanumeric),
    form(b"rk_test_", Kind::StripeKey, 10, is_alphanumeric),
    form(b"whsec_", Kind::StripeKey, 16, is_alphanumeric),
    form(b"sk-ant-", Kind::AnthropicKey, 20, is_dashed),
    Form { prefix: b"sk-", kind: Kind::OpenaiKey, least: 32, alphabet: is_dashed, needs_digit: true },
    form(b"npm_", Kind::NpmToken, 36, is_alphanumeric),
    form(b"pypi-AgE", Kind::PypiToken, 40, is_dashed),
    form(b"hf_", Kind::HuggingfaceToken, 30, is_alphanumeric),
    form(b"dop_v1_", Kind::DigitaloceanToken, 64, is_alphanumeric),
    form(b"doo_v1_", Kind::DigitaloceanToken, 64, is_alphanumeric),
    form(b"dor_v1_", Kind::DigitaloceanToken, 64, is_alphanumeric),
    form(b"xoxe-", Kind::SlackToken, 10, is_dashed),
    form(b"xoxe.", Kind::SlackToken, 10, is_dashed),
];

/// Whether a known prefix begins with this byte: the first, cheap question about each run of word characters.
#[must_use]
pub const fn may_begin(byte: u8) -> bool {
    matches!(byte, b'A' | b'd' | b'g' | b'h' | b'n' | b'p' | b'r' | b's' | b'w' | b'x')
}

/// The credential that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<(Range, Kind)> {
    let rest = &text[start..];
    let form = FORMS.iter().find(|form| rest.starts_with(form.prefix))?;
    let body = start + form.prefix.len();
    let end = skip(text, body, form.alphabet);
    let random = !form.needs_digit || text[body..end].iter().any(u8::is_ascii_digit);
    (end - body >= form.least && random && starts(text, start)).then_some((start..end, form.kind))
}

/// The secret of 40 characters that people write beside an access key id, up to eight characters of punctuation after it.
#[must_use]
pub fn find_aws_secret(text: &[u8], key_end: usize) -> Option<Range> {
    let near = text.len().min(key_end + 8);
    let start = skip(&text[..near], key_end, |b| b.is_ascii_punctuation() && b != b'/' && b != b'+' || b == b' ');
    let start = if text.get(start..start + 2) == Some(b"/ ") { start + 2 } else { start };
    let end = skip(text, start, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    let random = text[start..end].iter().any(u8::is_ascii_uppercase) && text[start..end].iter().any(u8::is_ascii_digit);
    (start > key_end && end - start == 40 && random).then_some(start..end)
}

/// `SG.` and two segments: the run of word characters that begins at `start` is the first segment.
#[must_use]
pub fn find_sendgrid(text: &[u8], start: usize) -> Option<Range> {
    let head = start.checked_sub(3).filter(|&head| &text[head..start] == b"SG.")?;
    let first = skip(text, start, is_dashed);
    let second = if byte(text, first) == b'.' { skip(text, first + 1, is_dashed) } else { first };
    (first - start >= 16 && second > first + 16 && starts(text, head)).then_some(head..second)
}

/// What follows `Bearer ` or `Basic `, when a run of word characters of it begins at `word`: the first, or one after a slash.
#[must_use]
pub fn find_after_scheme(text: &[u8], word: usize) -> Option<(Range, Kind)> {
    let start = back(text, word, word.saturating_sub(15), is_token68);
    let kind = (before(text, start) == b' ').then(|| scheme(&text[..start - 1])).flatten()?;
    let end = skip(text, start, is_token68);
    (unmasked_length(&text[start..end]) >= 16).then_some((start..end, kind))
}

/// The kind that the last word of `head` announces, if it is an authorisation scheme (RFC 6750, RFC 7617).
#[must_use]
pub fn scheme(head: &[u8]) -> Option<Kind> {
    let ends_with = |word: &[u8]| {
        head.len() >= word.len()
            && head[head.len() - word.len()..].eq_ignore_ascii_case(word)
            && !before(head, head.len() - word.len()).is_ascii_alphanumeric()
    };
    match head.last()? {
        b'r' | b'R' if ends_with(b"bearer") => Some(Kind::BearerToken),
        b'c' | b'C' if ends_with(b"basic") => Some(Kind::BasicAuth),
        b'n' | b'N' if ends_with(b"token") => Some(Kind::BearerToken),
        _ => None,
    }
}

/// The alphabet of RFC 7235's `token68`.
#[must_use]
pub const fn is_token68(byte: u8) -> bool {
    is_dashed(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')
}
