//! Pydantic Logfire: write, read and user tokens.
//!
//! Source: Logfire documentation, Create write tokens.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::LogfireToken, b"pylf_v", WORD, 40)];
