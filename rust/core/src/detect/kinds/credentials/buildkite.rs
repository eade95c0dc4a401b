//! Buildkite: API access and refresh tokens.
//!
//! Source: Buildkite documentation, Managing API access tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::BuildkiteToken, b"bkua_", ALNUM, 40), form(Kind::BuildkiteToken, b"bkrt_", ALNUM, 40)];
