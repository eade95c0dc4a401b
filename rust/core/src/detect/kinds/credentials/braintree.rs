//! Braintree: access tokens of merchants.
//!
//! Source: Braintree developer documentation, Gateway credentials, access tokens.

use super::check::are_parts;
use super::form::{Form, LOWER, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::BraintreeToken, b"access_token$production$", LOWER.and(b"$"), 49, 49).checked(has_parts),
    sized(Kind::BraintreeToken, b"access_token$sandbox$", LOWER.and(b"$"), 49, 49).checked(has_parts),
];

/// The merchant, then 32 hexadecimal digits.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'$', &[16, 32])
}
