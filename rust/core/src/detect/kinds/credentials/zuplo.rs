//! Zuplo: keys of consumers.
//!
//! Source: Zuplo documentation, API key management, key format.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ZuploKey, b"zpka_", WORD, 36)];
