//! Clojars: deploy tokens.
//!
//! Source: Clojars wiki, Deploy tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ClojarsToken, b"CLOJARS_", ALNUM, 60)];
