//! PyPI and TestPyPI: tokens, which are macaroons in base64.
//!
//! Source: Warehouse documentation, API tokens.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PypiToken, b"pypi-AgE", DASHED, 40)];
