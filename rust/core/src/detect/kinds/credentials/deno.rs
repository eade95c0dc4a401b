//! Deno Deploy: access tokens.
//!
//! Source: Deno Deploy documentation, API access tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::DenoToken, b"ddp_", ALNUM, 36), form(Kind::DenoToken, b"ddw_", ALNUM, 36)];
