//! Fly.io: access tokens, which are macaroons in base64.
//!
//! Source: Fly.io documentation, Access tokens.

use super::form::{BASE64_IN_URL, DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::FlyioToken, b"fo1_", DASHED, 40),
    form(Kind::FlyioToken, b"fm1r_", BASE64_IN_URL, 60),
    form(Kind::FlyioToken, b"fm1a_", BASE64_IN_URL, 60),
    form(Kind::FlyioToken, b"fm2_", BASE64_IN_URL, 60),
];
