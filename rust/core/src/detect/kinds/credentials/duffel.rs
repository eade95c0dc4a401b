//! Duffel: access tokens.
//!
//! Source: Duffel documentation, Making requests, authentication.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::DuffelToken, b"duffel_live_", DASHED, 40), form(Kind::DuffelToken, b"duffel_test_", DASHED, 40)];
