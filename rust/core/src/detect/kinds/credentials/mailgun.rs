//! Mailgun: API keys of the older format with a prefix and of the present one in three parts.
//!
//! Source: Mailgun documentation, API authentication.

use super::check::{is_hex, is_random};
use super::form::{DASHED, Form, LOWER, sized};
use crate::detect::text::{Range, byte, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::MailgunKey, b"key-", LOWER, 32, 32).checked(is_random)];

/// The key that begins at `start`: 32, 8 and 8 hexadecimal digits.
#[must_use]
pub fn find_in_parts(text: &[u8], start: usize) -> Option<Range> {
    let [first, second] = [32, 41].map(|at| text.get(start + at));
    if first != Some(&b'-') || second != Some(&b'-') {
        return None;
    }
    let (rest, end) = (&text[start..], start + 50);
    let fits = is_hex(rest, 32) && is_hex(&rest[33..], 8) && is_hex(&rest[42..], 8);
    (fits && starts(text, start) && !DASHED.holds(byte(text, end))).then_some(start..end)
}
