//! Linear: personal keys and OAuth tokens.
//!
//! Source: Linear developer documentation, Authentication.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::LinearKey, b"lin_api_", ALNUM, 32),
    form(Kind::LinearKey, b"lin_oauth_", ALNUM, 32),
    form(Kind::LinearKey, b"lin_wh_", ALNUM, 32),
];
