//! CircleCI: personal and project API tokens.
//!
//! Source: CircleCI documentation, Managing API tokens.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::CircleciToken, b"CCIPAT_", WORD, 50), form(Kind::CircleciToken, b"CCIPRJ_", WORD, 50)];
