//! Sentry: tokens of organisations, users and integrations. A DSN's key is the user in its URL and found as such.
//!
//! Source: Sentry documentation, Auth tokens; RFC 0091, CI upload tokens.

use super::form::{BASE64, Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SentryToken, b"sntrys_", BASE64.and(b"_"), 60),
    form(Kind::SentryToken, b"sntryu_", HEX, 60),
    form(Kind::SentryToken, b"sntrya_", HEX, 60),
    form(Kind::SentryToken, b"sntryi_", HEX, 60),
];
