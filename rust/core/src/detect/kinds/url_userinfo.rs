//! `url_userinfo`: what stands between `://` and `@` in the authority of a URL (RFC 3986 section 3.2.1).

use crate::detect::keys::masks::is_nothing;
use crate::detect::text::{Range, skip};

/// The length of `://`, `:\/\/`, `%3A%2F%2F` at `colon`, if it stands there.
#[must_use]
pub fn scheme_mark(text: &[u8], colon: usize) -> Option<usize> {
    match text.get(colon..)? {
        [b':', b'/', b'/', ..] => Some(3),
        [b':', b'\\', b'/', b'\\', b'/', ..] | [b'%', b'3', _, b'/', b'/', ..] => Some(5),
        [b'%', b'3', _, b'%', b'2', b'F' | b'f', b'%', b'2', b'F' | b'f', ..] => Some(9),
        _ => None,
    }
}

/// The user information that begins at `start`, directly after the scheme, and where the authority ends. In a URL that is
/// percent-encoded itself (`is_encoded`) so are the marks that end it.
#[must_use]
pub fn find(text: &[u8], start: usize, is_encoded: bool) -> (Option<Range>, usize) {
    let end = if is_encoded { encoded_end(text, start) } else { skip(text, start, is_authority) };
    let authority = &text[start..end];
    let mut at = memchr::memrchr(b'@', authority);
    if is_encoded && at.is_none() {
        at = memchr::memmem::rfind(authority, b"%40");
    }
    let is_image = |at: usize| authority[at..].starts_with(b"@sha256:");
    (at.filter(|&at| is_userinfo(&authority[..at]) && !is_image(at)).map(|at| start..start + at), end)
}

const fn is_authority(byte: u8) -> bool {
    !(byte.is_ascii_whitespace() || matches!(byte, b'/' | b'\\' | b'?' | b'#' | b'"' | b'<' | b'>' | b'`'))
}

/// The index of the first mark that ends an authority, or of the first `%2F`, `%3F`, `%23`, `%22`, `%20` or `%26`.
fn encoded_end(text: &[u8], start: usize) -> usize {
    let is_end = |at: &usize| match &text[*at..] {
        [b'%', b'2', b'F' | b'f' | b'3' | b'2' | b'0' | b'6', ..] | [b'%', b'3', b'F' | b'f', ..] => true,
        [byte, ..] => !is_authority(*byte),
        [] => true,
    };
    (start..text.len()).find(is_end).unwrap_or(text.len())
}

/// `host,bob@`, `host&to=bob@` and `host.example:80&to=bob@` are the ends of other things: a name holds no such marks, and a
/// password that looks like a port has none directly after its digits.
fn is_userinfo(content: &[u8]) -> bool {
    if is_nothing(content) {
        return false;
    }
    let Some(colon) = memchr::memchr(b':', content) else {
        return !content.is_empty() && !content.iter().any(|&b| is_mark(b));
    };
    let port = skip(content, colon + 1, |b| b.is_ascii_digit());
    let is_host = content[..colon].contains(&b'.') || content[port..].contains(&b'=');
    !(is_host && port > colon + 1 && content.get(port).is_some_and(|&b| is_mark(b)))
}

const fn is_mark(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'&' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'=' | b'\'')
}
