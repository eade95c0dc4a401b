//! Tavily: API keys.
//!
//! Source: Tavily documentation, API reference, Authentication.

use super::check::looks_random;
use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::TavilyKey, b"tvly-", DASHED, 28).checked(looks_random)];
