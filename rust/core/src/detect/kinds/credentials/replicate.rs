//! Replicate: API tokens.
//!
//! Source: Replicate documentation, API tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ReplicateToken, b"r8_", ALNUM, 36)];
