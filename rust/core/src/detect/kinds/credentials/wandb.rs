//! Weights & Biases: API keys of the format with a version. Older ones, 40 hexadecimal digits, are found by the key before them.
//!
//! Source: Weights & Biases documentation, API keys.

use super::check::looks_random;
use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::WandbKey, b"wandb_v", WORD, 40).checked(looks_random)];
