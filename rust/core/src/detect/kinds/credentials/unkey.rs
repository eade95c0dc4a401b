//! Unkey: root keys.
//!
//! Source: Unkey documentation, Root keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::UnkeyKey, b"unkey_", ALNUM, 20)];
