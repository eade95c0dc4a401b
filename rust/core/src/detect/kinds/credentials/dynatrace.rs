//! Dynatrace: API, platform and OAuth tokens in three parts.
//!
//! Source: Dynatrace documentation, Access tokens and authentication, Token format.

use super::check::are_parts;
use super::form::{DIGITS, Form, UPPER, sized};
use crate::detect::text::starts;
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[sized(Kind::DynatraceToken, b".", UPPER.and(b"."), 89, 89).led(version, DIGITS).checked(has_parts)];

/// Back over `dt0c01`: the product and version of the format.
fn version(text: &[u8], at: usize) -> Option<usize> {
    let start = at.checked_sub(6)?;
    let fits = matches!(text[start..at], [b'd', b't', b'0', b'a'..=b'z', b'0'..=b'9', b'0'..=b'9']);
    (fits && starts(text, start)).then_some(start)
}

/// The public part and the secret.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'.', &[24, 64])
}
