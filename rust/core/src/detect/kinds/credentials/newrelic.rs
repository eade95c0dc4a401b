//! New Relic: user, browser, ingest and query keys with a prefix; licence keys, which end with `NRAL`.
//!
//! Source: New Relic documentation, New Relic API keys.

use super::form::{ALNUM, DASHED, Form, HEX, form};
use crate::detect::text::{Range, ends, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::NewrelicKey, b"NRAK-", ALNUM, 24),
    form(Kind::NewrelicKey, b"NRJS-", HEX, 19),
    form(Kind::NewrelicKey, b"NRII-", DASHED, 24),
    form(Kind::NewrelicKey, b"NRIQ-", DASHED, 24),
    form(Kind::NewrelicKey, b"NRRA-", DASHED, 24),
    form(Kind::NewrelicKey, b"NRSP-", DASHED, 24),
];

/// The licence key that begins at `start`: 36 letters and digits before the mark.
#[must_use]
pub fn find_marked(text: &[u8], start: usize) -> Option<Range> {
    if text.get(start + 36..start + 40) != Some(b"NRAL") {
        return None;
    }
    let fits = ALNUM.span(&text[start..start + 40]) == 40;
    (fits && starts(text, start) && ends(text, start + 40)).then_some(start..start + 40)
}
