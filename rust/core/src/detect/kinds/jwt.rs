//! `jwt`: header, payload and an optional signature in base64url (RFC 7519); the header of every JSON object begins with `eyJ`.

use crate::detect::text::{Range, byte, ends, skip, starts};

/// The token that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<Range> {
    if !text[start..].starts_with(b"eyJ") || !starts(text, start) {
        return None;
    }
    let header = skip(text, start, is_base64url);
    let payload = segment(text, header)?;
    if payload - header <= 2 {
        return None;
    }
    let mut end = payload;
    while let Some(next) = segment(text, end) {
        end = next;
    }
    ends(text, end).then_some(start..end)
}

fn segment(text: &[u8], dot: usize) -> Option<usize> {
    (byte(text, dot) == b'.').then(|| skip(text, dot + 1, is_base64url)).filter(|&end| end > dot + 1)
}

const fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
