//! Anthropic: API and admin keys, OAuth tokens.
//!
//! Source: Anthropic API documentation, Authentication.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::AnthropicKey, b"sk-ant-", DASHED, 20)];
