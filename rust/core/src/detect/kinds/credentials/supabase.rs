//! Supabase: personal access tokens and secret keys.
//!
//! Source: Supabase documentation, Understanding API keys; Management API.

use super::check::looks_random;
use super::form::{DASHED, Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SupabaseKey, b"sbp_", HEX, 40),
    form(Kind::SupabaseKey, b"sbp_oauth_", HEX, 40),
    form(Kind::SupabaseKey, b"sb_secret_", DASHED, 20).checked(looks_random),
];
