//! Plaid: access tokens.
//!
//! Source: Plaid API documentation, Items, access_token.

use super::check::is_uuid;
use super::form::{DASHED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::PlaidToken, b"access-sandbox-", DASHED, 36, 36).checked(is_uuid),
    sized(Kind::PlaidToken, b"access-development-", DASHED, 36, 36).checked(is_uuid),
    sized(Kind::PlaidToken, b"access-production-", DASHED, 36, 36).checked(is_uuid),
];
