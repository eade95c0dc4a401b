//! Adyen: API keys, base64 with a part after a hyphen that may hold any printable character.
//!
//! Source: Adyen documentation, API credentials, Generate an API key.

use super::form::{Alphabet, BASE64, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::AdyenKey, b"AQE", PRINTED, 80, 400).checked(has_parts)];

/// What Adyen's keys are made of; quotation marks and the backslash would end them in any text.
const PRINTED: Alphabet = BASE64.and(b"-_.^~!*()[]{}<>%$#@:");

/// Base64 and, after a hyphen, more.
fn has_parts(body: &[u8]) -> bool {
    let first = BASE64.span(body);
    first >= 40 && body.get(first) == Some(&b'-')
}
