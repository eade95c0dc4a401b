//! Heroku: API keys and OAuth tokens.
//!
//! Source: Heroku Dev Center, OAuth, token formats.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::HerokuKey, b"HRKU-", DASHED, 32)];
