//! npm: access tokens.
//!
//! Source: npm documentation, About access tokens; GitHub changelog, npm has a new access token format.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::NpmToken, b"npm_", ALNUM, 36)];
