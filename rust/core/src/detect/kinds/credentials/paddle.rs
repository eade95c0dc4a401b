//! Paddle: API keys.
//!
//! Source: Paddle developer documentation, API keys, Format.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::PaddleKey, b"pdl_live_apikey_", WORD, 40), form(Kind::PaddleKey, b"pdl_sdbx_apikey_", WORD, 40)];
