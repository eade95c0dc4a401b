//! Brevo: API and SMTP keys.
//!
//! Source: Brevo developer documentation, Authentication schemes.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::BrevoKey, b"xkeysib-", DASHED, 60), form(Kind::BrevoKey, b"xsmtpsib-", DASHED, 60)];
