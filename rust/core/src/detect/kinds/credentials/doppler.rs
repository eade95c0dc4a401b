//! Doppler: tokens of persons, services, service accounts, the command line, SCIM and audit.
//!
//! Source: Doppler documentation, Auth token formats.

use super::form::{ALNUM, Form, WORD, sized};
use crate::detect::text::{Range, back, before, byte, ends, skip, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::DopplerToken, b"dp.pt.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.st.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.ct.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.sa.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.scim.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.audit.", ALNUM, 40, 44),
    sized(Kind::DopplerToken, b"dp.said.", ALNUM, 40, 44),
];

/// The name of a config stands before the last part of a service token; it may be any. The last part begins at `start`.
#[must_use]
pub fn find_of_config(text: &[u8], start: usize) -> Option<Range> {
    if before(text, start) != b'.' || !byte(text, start + 39).is_ascii_alphanumeric() {
        return None;
    }
    let head = back(text, start, start.saturating_sub(64), |b| WORD.holds(b) || matches!(b, b'-' | b'.'));
    let end = skip(&text[..text.len().min(start + 45)], start, |b| b.is_ascii_alphanumeric());
    let fits = text[head..].starts_with(b"dp.st.") && start - head > 7 && (40..=44).contains(&(end - start));
    (fits && starts(text, head) && ends(text, end)).then_some(head..end)
}
