//! Flutterwave: secret keys.
//!
//! Source: Flutterwave documentation, Authentication, API keys.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::FlutterwaveKey, b"FLWSECK-", DASHED, 32),
    form(Kind::FlutterwaveKey, b"FLWSECK_TEST-", DASHED, 32),
    form(Kind::FlutterwaveKey, b"FLWSECK_PROD-", DASHED, 32),
];
