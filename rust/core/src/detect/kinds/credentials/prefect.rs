//! Prefect: keys of users and of bots.
//!
//! Source: Prefect Cloud documentation, Manage API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PrefectKey, b"pnu_", ALNUM, 36), form(Kind::PrefectKey, b"pnb_", ALNUM, 36)];
