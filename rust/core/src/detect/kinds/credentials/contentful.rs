//! Contentful: personal access tokens.
//!
//! Source: Contentful documentation, Personal access tokens.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ContentfulToken, b"CFPAT-", DASHED, 40)];
