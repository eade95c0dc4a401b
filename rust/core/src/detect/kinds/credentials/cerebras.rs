//! Cerebras: API keys.
//!
//! Source: Cerebras Inference documentation, QuickStart.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::CerebrasKey, b"csk-", ALNUM, 48)];
