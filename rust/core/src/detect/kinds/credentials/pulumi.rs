//! Pulumi: access tokens.
//!
//! Source: Pulumi documentation, Access tokens.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PulumiToken, b"pul-", HEX, 40)];
