//! Harness: personal and service account tokens in four parts.
//!
//! Source: Harness Developer Hub, Manage API keys.

use super::check::are_parts;
use super::form::{DOTTED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::HarnessToken, b"pat.", DOTTED, 68, 68).checked(has_parts),
    sized(Kind::HarnessToken, b"sat.", DOTTED, 68, 68).checked(has_parts),
];

/// The account, the id of the token, its secret.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'.', &[22, 24, 20])
}
