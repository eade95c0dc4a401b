//! ReadMe: API keys.
//!
//! Source: ReadMe documentation, API keys; GitHub secret scanning, readmeio_api_access_token.

use super::form::{Form, LOWER, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ReadmeKey, b"rdme_", LOWER, 60)];
