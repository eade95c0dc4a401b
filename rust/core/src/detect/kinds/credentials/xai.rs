//! xAI: API keys.
//!
//! Source: xAI documentation, The hitchhiker's guide to Grok, API key.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::XaiKey, b"xai-", ALNUM, 60), form(Kind::XaiKey, b"xai-token-", ALNUM, 60)];
