//! Twilio: the SIDs of API keys. Auth tokens are 32 hexadecimal digits and found by the key before them.
//!
//! Source: Twilio documentation, API keys; What is a SID.

use super::check::is_hex;
use super::form::{Form, HEX, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::TwilioKey, b"SK", HEX, 32, 32).checked(is_digits)];

fn is_digits(body: &[u8]) -> bool {
    is_hex(body, 32)
}
