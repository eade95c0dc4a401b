//! ElevenLabs: API keys.
//!
//! Source: ElevenLabs documentation, API authentication.

use super::form::{Form, HEX, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::ElevenlabsKey, b"sk_", HEX, 48, 48)];
