//! Mailchimp: API keys, which end with a data centre, and keys of its transactional mail.
//!
//! Source: Mailchimp developer documentation, Generate your API key.

use super::check::{is_hex, is_mixed};
use super::form::{DASHED, Form, sized};
use crate::detect::text::{Range, ends, skip, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::MailchimpKey, b"md-", DASHED, 22, 22).checked(is_mixed)];

/// The key that begins at `start`: 32 hexadecimal digits, `-us` and the number of a data centre.
#[must_use]
pub fn find_with_centre(text: &[u8], start: usize) -> Option<Range> {
    if text.get(start + 32..start + 35) != Some(b"-us") {
        return None;
    }
    let end = skip(text, start + 35, |b| b.is_ascii_digit());
    let fits = is_hex(&text[start..], 32) && (1..=2).contains(&(end - start - 35));
    (fits && starts(text, start) && ends(text, end)).then_some(start..end)
}
