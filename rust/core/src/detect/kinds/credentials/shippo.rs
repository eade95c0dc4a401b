//! Shippo: live and test tokens.
//!
//! Source: Shippo documentation, Authentication.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::ShippoToken, b"shippo_live_", HEX, 40), form(Kind::ShippoToken, b"shippo_test_", HEX, 40)];
