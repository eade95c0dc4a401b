//! DigitalOcean: personal, OAuth and refresh tokens.
//!
//! Source: DigitalOcean documentation, Token prefixes.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::DigitaloceanToken, b"dop_v1_", ALNUM, 64),
    form(Kind::DigitaloceanToken, b"doo_v1_", ALNUM, 64),
    form(Kind::DigitaloceanToken, b"dor_v1_", ALNUM, 64),
];
