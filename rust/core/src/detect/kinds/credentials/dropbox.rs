//! Dropbox: access tokens of short life.
//!
//! Source: Dropbox OAuth guide, short-lived access tokens.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::DropboxToken, b"sl.", DASHED, 100), form(Kind::DropboxToken, b"sl.u.", DASHED, 100)];
