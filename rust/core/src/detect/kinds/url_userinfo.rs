//! `url_userinfo`: what stands between `://` and `@` in the authority of a URL (RFC 3986 section 3.2.1).

use crate::detect::text::{Range, skip};

/// The length of `://` or `:\/\/` at `colon`, if it stands there.
#[must_use]
pub fn scheme_mark(text: &[u8], colon: usize) -> Option<usize> {
    match text.get(colon..)? {
        [b':', b'/', b'/', ..] => Some(3),
        [b':', b'\\', b'/', b'\\', b'/', ..] => Some(5),
        _ => None,
    }
}

/// The user information that begins at `start`, directly after the scheme, and where the authority ends.
#[must_use]
pub fn find(text: &[u8], start: usize) -> (Option<Range>, usize) {
    let end = skip(text, start, is_authority);
    let at = memchr::memrchr(b'@', &text[start..end]).map(|index| start + index);
    (at.filter(|&at| at > start).map(|at| start..at), end)
}

const fn is_authority(byte: u8) -> bool {
    !(byte.is_ascii_whitespace() || matches!(byte, b'/' | b'\\' | b'?' | b'#' | b'"' | b'<' | b'>' | b'`'))
}
