//! Asana: personal access tokens, ids of users and applications and 32 hexadecimal digits.
//!
//! Source: Asana developer documentation, Personal access token.

use super::form::{DIGITS, Form, HEX, led_by, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::AsanaToken, b":", HEX, 32, 32).led(ids, DIGITS)];

/// Back over `1/1200000000000000` and `2/1200000000000000/1200000000000001`.
fn ids(text: &[u8], at: usize) -> Option<usize> {
    let start = led_by(text, at, 12..=40, |b| b.is_ascii_digit() || b == b'/')?;
    matches!(text[start..at], [b'0' | b'1' | b'2', b'/', ..]).then_some(start)
}
