//! OpenRouter: API keys.
//!
//! Source: OpenRouter documentation, Authentication.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::OpenrouterKey, b"sk-or-v1-", HEX, 60)];
