//! Perplexity: API keys.
//!
//! Source: Perplexity API documentation, API key management.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PerplexityKey, b"pplx-", ALNUM, 40)];
