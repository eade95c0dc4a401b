//! Mercado Pago: production access tokens.
//!
//! Source: Mercado Pago developer documentation, Credentials.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::MercadopagoToken, b"APP_USR-", DASHED, 60)];
