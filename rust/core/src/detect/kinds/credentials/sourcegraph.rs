//! Sourcegraph: access tokens and licence keys; Segment's tokens begin alike.
//!
//! Source: Sourcegraph documentation, Token types.

use super::check::is_random;
use super::form::{Form, HEX, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SourcegraphToken, b"sgp_", WORD, 40).checked(is_random),
    form(Kind::SourcegraphToken, b"sgd_", HEX, 64),
    form(Kind::SourcegraphToken, b"slk_", HEX, 64),
    form(Kind::SourcegraphToken, b"sgs_", HEX, 64),
];
