//! Langfuse: secret keys, a UUID each.
//!
//! Source: Langfuse documentation, API authentication.

use super::check::is_uuid;
use super::form::{DASHED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::LangfuseKey, b"sk-lf-", DASHED, 36, 36).checked(is_uuid)];
