//! Razorpay: key ids, live and test.
//!
//! Source: Razorpay documentation, API keys.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[form(Kind::RazorpayKey, b"rzp_live_", ALNUM, 14), form(Kind::RazorpayKey, b"rzp_test_", ALNUM, 14)];
