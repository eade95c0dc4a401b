//! Square: access tokens and application secrets.
//!
//! Source: Square developer documentation, Access tokens.

use super::check::is_mixed;
use super::form::{DASHED, Form, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SquareToken, b"sq0atp-", DASHED, 22),
    form(Kind::SquareToken, b"sq0csp-", DASHED, 40),
    sized(Kind::SquareToken, b"EAAA", DASHED, 60, 60).checked(is_mixed),
];
