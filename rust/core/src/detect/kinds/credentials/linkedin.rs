//! LinkedIn: client secrets of newer applications.
//!
//! Source: LinkedIn developer documentation, Authorization code flow.

use super::form::{DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::LinkedinKey, b"WPL_AP1.", DOTTED.and(b"=+/"), 16),
    form(Kind::LinkedinKey, b"WPL_AP0.", DOTTED.and(b"=+/"), 16),
];
