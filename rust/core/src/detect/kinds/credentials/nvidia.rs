//! NVIDIA: API keys of its catalogue of models.
//!
//! Source: NVIDIA NIM documentation, API keys.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::NvidiaKey, b"nvapi-", DASHED, 60)];
