//! Hugging Face: user and organisation tokens.
//!
//! Source: Hugging Face documentation, User access tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::HuggingfaceToken, b"hf_", ALNUM, 30), form(Kind::HuggingfaceToken, b"api_org_", ALNUM, 30)];
