//! Typeform: personal access tokens.
//!
//! Source: Typeform developer documentation, Personal access token.

use super::check::looks_random;
use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::TypeformToken, b"tfp_", DASHED, 40).checked(looks_random)];
