//! LangSmith: personal and service keys.
//!
//! Source: LangSmith documentation, Create an account and API key.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::LangsmithKey, b"lsv2_pt_", WORD, 40), form(Kind::LangsmithKey, b"lsv2_sk_", WORD, 40)];
