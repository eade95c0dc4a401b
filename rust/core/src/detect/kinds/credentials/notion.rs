//! Notion: tokens of integrations, old and new.
//!
//! Source: Notion API documentation, Authorization; changelog, token format.

use super::check::looks_random;
use super::form::{ALNUM, Form, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::NotionToken, b"ntn_", ALNUM, 40),
    sized(Kind::NotionToken, b"secret_", ALNUM, 43, 43).checked(looks_random),
];
