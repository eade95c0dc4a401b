//! Honeycomb: ingest and configuration keys.
//!
//! Source: Honeycomb documentation, API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::HoneycombKey, b"hcaik_", ALNUM, 50),
    form(Kind::HoneycombKey, b"hcbik_", ALNUM, 50),
    form(Kind::HoneycombKey, b"hccik_", ALNUM, 50),
    form(Kind::HoneycombKey, b"hcxik_", ALNUM, 50),
    form(Kind::HoneycombKey, b"hcamk_", ALNUM, 50),
    form(Kind::HoneycombKey, b"hcxmk_", ALNUM, 50),
];
