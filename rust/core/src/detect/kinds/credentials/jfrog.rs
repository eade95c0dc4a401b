//! JFrog Artifactory: API keys and reference tokens, base64 of `reftkn`.
//!
//! Source: JFrog documentation, Access tokens, Reference tokens; API key.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::JfrogToken, b"AKCp", ALNUM, 60), form(Kind::JfrogToken, b"cmVmdGtu", ALNUM, 50)];
