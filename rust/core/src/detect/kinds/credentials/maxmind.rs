//! MaxMind: licence keys, which end with `_mmk`.
//!
//! Source: MaxMind documentation, License keys.

use super::form::Form;
use crate::detect::text::{Range, ends, starts};

/// The forms.
pub const FORMS: &[Form] = &[];

/// The key that begins at `start`: 6 and 29 letters and digits, and the mark at the end.
#[must_use]
pub fn find_marked(text: &[u8], start: usize) -> Option<Range> {
    if text.get(start + 36..start + 40) != Some(b"_mmk") {
        return None;
    }
    let (id, rest) = (&text[start..start + 6], &text[start + 7..start + 36]);
    let fits = text[start + 6] == b'_' && id.iter().chain(rest).all(u8::is_ascii_alphanumeric);
    (fits && starts(text, start) && ends(text, start + 40)).then_some(start..start + 40)
}
