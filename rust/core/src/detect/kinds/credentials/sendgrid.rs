//! SendGrid: API keys in three parts.
//!
//! Source: SendGrid documentation, API keys.

use super::form::{DOTTED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::SendgridKey, b"SG.", DOTTED, 33, 200).checked(has_parts)];

/// The id and the secret.
fn has_parts(body: &[u8]) -> bool {
    let mut lengths = body.split(|&b| b == b'.').map(<[u8]>::len);
    lengths.next() >= Some(16) && lengths.next() >= Some(16)
}
