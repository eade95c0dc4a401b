//! Meta: access tokens of users, pages and applications.
//!
//! Source: Meta for Developers, Access tokens.

use super::check::is_mixed;
use super::form::{ALNUM, DASHED, DIGITS, Form, form, led_by, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::FacebookToken, b"EAA", ALNUM, 80).checked(is_mixed),
    sized(Kind::FacebookToken, b"|", DASHED, 27, 27).led(app_id, DIGITS).checked(is_mixed),
];

/// Back over the id of an application.
fn app_id(text: &[u8], at: usize) -> Option<usize> {
    led_by(text, at, 14..=18, |b| b.is_ascii_digit())
}
