//! Stripe: secret and restricted keys, secrets of webhooks. Paystack, Clerk and others write theirs alike.
//!
//! Source: Stripe documentation, API keys; Webhooks, signing secrets.

use super::form::{ALNUM, BASE64, Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::StripeKey, b"sk_live_", ALNUM, 10),
    form(Kind::StripeKey, b"sk_test_", ALNUM, 10),
    form(Kind::StripeKey, b"rk_live_", ALNUM, 10),
    form(Kind::StripeKey, b"rk_test_", ALNUM, 10),
    form(Kind::StripeKey, b"sk_org_", WORD, 16),
    form(Kind::StripeKey, b"whsec_", BASE64, 16),
];
