//! Tailscale: auth, API, client, SCIM and webhook keys.
//!
//! Source: Tailscale documentation, Key prefixes.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::TailscaleKey, b"tskey-", DASHED, 20)];
