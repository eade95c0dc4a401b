//! Groq: API keys.
//!
//! Source: Groq documentation, Quickstart.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::GroqKey, b"gsk_", ALNUM, 48)];
