//! age: secret keys in Bech32.
//!
//! Source: age specification, C2SP, section X25519 recipient type.

use super::form::{Form, UPPER, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::AgeKey, b"AGE-SECRET-KEY-1", UPPER, 58), form(Kind::AgeKey, b"AGE-SECRET-KEY-PQ-1", UPPER, 58)];
