//! Postman: API keys and access keys of collections.
//!
//! Source: Postman Learning Center, Generate and use Postman API keys.

use super::form::{ALNUM, DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PostmanKey, b"PMAK-", DASHED, 50), form(Kind::PostmanKey, b"PMAT-", ALNUM, 26)];
