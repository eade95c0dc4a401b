//! What follows an authorisation scheme: `Bearer x` (RFC 6750), `Basic x` (RFC 7617), `token x`.

use super::form::DASHED;
use crate::detect::keys::masks::unmasked_length;
use crate::detect::text::{Range, back, before, skip};
use crate::kind::Kind;

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
    DASHED.holds(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')
}
