//! Docker Hub: personal and organisation access tokens.
//!
//! Source: Docker documentation, Personal access tokens, Organization access tokens.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::DockerToken, b"dckr_pat_", DASHED, 24), form(Kind::DockerToken, b"dckr_oat_", DASHED, 24)];
