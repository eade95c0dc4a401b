//! OpenAI: keys of users, projects, service accounts and administrators.
//!
//! Source: OpenAI documentation, API authentication.

use super::check::{is_random, looks_random};
use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::OpenaiKey, b"sk-proj-", DASHED, 20).checked(is_key),
    form(Kind::OpenaiKey, b"sk-svcacct-", DASHED, 20).checked(is_key),
    form(Kind::OpenaiKey, b"sk-admin-", DASHED, 20).checked(is_key),
    form(Kind::OpenaiKey, b"sk-None-", DASHED, 20).checked(is_key),
    form(Kind::OpenaiKey, b"sk-", DASHED, 32).checked(is_random),
];

/// `OpenAI` in base64 stands in most; else it must be no words, as in the names of CSS classes.
fn is_key(body: &[u8]) -> bool {
    body.windows(8).any(|window| window == b"T3BlbkFJ") || looks_random(body)
}
