//! Resend: API keys in two parts.
//!
//! Source: Resend documentation, API keys.

use super::check::{are_parts, is_random};
use super::form::{Form, WORD, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::ResendKey, b"re_", WORD, 33, 33).checked(has_parts)];

/// An id of eight characters and a secret of 24, neither of them words.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'_', &[8, 24]) && is_random(body)
}
