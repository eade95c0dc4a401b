//! Airtable: personal access tokens.
//!
//! Source: Airtable Web API documentation, Authentication; GitHub secret scanning, airtable_personal_access_token.

use super::check::{are_parts, is_hex};
use super::form::{ALNUM, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::AirtableToken, b"pat", ALNUM.and(b"."), 79, 79).checked(has_parts)];

/// An id of 14 letters and digits, a full stop, 64 hexadecimal digits.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'.', &[14, 64]) && is_hex(&body[15..], 64)
}
