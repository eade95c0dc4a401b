//! Google: API keys, OAuth client secrets, access and refresh tokens.
//!
//! Source: Google Cloud documentation, API keys; Google Identity, Using OAuth 2.0, token size and format.

use super::form::{DASHED, DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::GoogleApiKey, b"AIza", DASHED, 35),
    form(Kind::GoogleOauth, b"GOCSPX-", DASHED, 24),
    form(Kind::GoogleOauth, b"ya29.", DOTTED, 20),
    form(Kind::GoogleOauth, b"ya29.a.", DOTTED, 20),
    form(Kind::GoogleOauth, b"ya29.c.", DOTTED, 20),
    form(Kind::GoogleOauth, b"ya29.d.", DOTTED, 20),
    form(Kind::GoogleOauth, b"1//0", DASHED, 30),
];
