//! 1Password: tokens of service accounts, JSON in base64, and secret keys of accounts.
//!
//! Source: 1Password developer documentation, Service accounts; 1Password Support, About your Secret Key.

use super::check::are_parts;
use super::form::{BASE64_IN_URL, Form, UPPER, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::OnepasswordKey, b"ops_eyJ", BASE64_IN_URL, 100),
    sized(Kind::OnepasswordKey, b"A3-", UPPER.and(b"-"), 36, 37).checked(has_parts),
];

/// The id of the account, then groups.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'-', &[6, 6, 5, 5, 5, 5]) || are_parts(body, b'-', &[6, 11, 5, 5, 5])
}
