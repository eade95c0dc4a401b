//! Mapbox: secret, temporary and public tokens, JSON in base64 and a signature.
//!
//! Source: Mapbox documentation, Access tokens.

use super::form::{DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::MapboxToken, b"pk.eyJ", DOTTED, 50),
    form(Kind::MapboxToken, b"sk.eyJ", DOTTED, 50),
    form(Kind::MapboxToken, b"tk.eyJ", DOTTED, 50),
];
