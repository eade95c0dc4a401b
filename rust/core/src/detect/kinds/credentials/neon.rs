//! Neon: API keys.
//!
//! Source: Neon documentation, Manage API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::NeonKey, b"napi_", ALNUM, 60)];
