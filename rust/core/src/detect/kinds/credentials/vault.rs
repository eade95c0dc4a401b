//! HashiCorp Vault: service, batch and recovery tokens, in the present format and the older one.
//!
//! Source: Vault documentation, Tokens, Token prefixes.

use super::check::is_mixed;
use super::form::{ALNUM, DASHED, Form, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::VaultToken, b"hvs.", DASHED, 24),
    form(Kind::VaultToken, b"hvb.", DASHED, 24),
    form(Kind::VaultToken, b"hvr.", DASHED, 24),
    sized(Kind::VaultToken, b"s.", ALNUM, 24, 24).checked(is_mixed),
    form(Kind::VaultToken, b"b.AAAAA", DASHED, 60),
];
