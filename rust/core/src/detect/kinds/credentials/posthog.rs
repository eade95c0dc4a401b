//! PostHog: personal and feature flag keys.
//!
//! Source: PostHog documentation, API, Personal API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PosthogKey, b"phx_", ALNUM, 40), form(Kind::PosthogKey, b"phs_", ALNUM, 40)];
