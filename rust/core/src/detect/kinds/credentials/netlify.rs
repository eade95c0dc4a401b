//! Netlify: personal, command line, OAuth and user tokens.
//!
//! Source: Netlify documentation, Get started with the API, authentication.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::NetlifyToken, b"nfp_", ALNUM, 32),
    form(Kind::NetlifyToken, b"nfc_", ALNUM, 32),
    form(Kind::NetlifyToken, b"nfo_", ALNUM, 32),
    form(Kind::NetlifyToken, b"nfu_", ALNUM, 32),
    form(Kind::NetlifyToken, b"nfb_", ALNUM, 32),
];
