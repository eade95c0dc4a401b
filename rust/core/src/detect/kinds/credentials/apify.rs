//! Apify: API tokens.
//!
//! Source: Apify documentation, API integration, API token.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::ApifyToken, b"apify_api_", ALNUM, 36), form(Kind::ApifyToken, b"apify_proxy_", ALNUM, 20)];
