//! Datadog: application keys and client tokens with a prefix.
//!
//! Source: Datadog documentation, API and application keys.

use super::form::{ALNUM, Form, HEX, WORD, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::DatadogKey, b"ddapp_", ALNUM, 30),
    form(Kind::DatadogKey, b"ddpat_", WORD, 30),
    sized(Kind::DatadogKey, b"pub", HEX, 32, 32),
];
