//! EasyPost: production and test keys.
//!
//! Source: EasyPost documentation, API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::EasypostKey, b"EZAK", ALNUM, 54), form(Kind::EasypostKey, b"EZTK", ALNUM, 54)];
