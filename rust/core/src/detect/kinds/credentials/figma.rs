//! Figma: personal access tokens.
//!
//! Source: Figma REST API documentation, Authentication.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::FigmaToken, b"figd_", DASHED, 36)];
