//! Render: API keys.
//!
//! Source: Render documentation, The Render API.

use super::check::looks_random;
use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::RenderKey, b"rnd_", ALNUM, 28).checked(looks_random)];
