//! Axiom: API and personal tokens, a UUID each.
//!
//! Source: Axiom documentation, Authenticate API requests with tokens.

use super::check::is_uuid;
use super::form::{DASHED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::AxiomToken, b"xaat-", DASHED, 36, 36).checked(is_uuid),
    sized(Kind::AxiomToken, b"xapt-", DASHED, 36, 36).checked(is_uuid),
    sized(Kind::AxiomToken, b"xait-", DASHED, 36, 36).checked(is_uuid),
];
