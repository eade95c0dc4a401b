//! Atlassian: API tokens of accounts and organisations, Bitbucket app passwords, Trello tokens.
//!
//! Source: Atlassian Support, Manage API tokens; Bitbucket Cloud documentation, App passwords.

use super::check::looks_random;
use super::form::{ALNUM, DASHED, Form, HEX, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::AtlassianToken, b"ATATT3", DASHED.and(b"="), 80),
    form(Kind::AtlassianToken, b"ATCTT3", DASHED.and(b"="), 80),
    form(Kind::AtlassianToken, b"ATSTT3", DASHED.and(b"="), 80),
    sized(Kind::AtlassianToken, b"ATBB", ALNUM, 32, 32).checked(looks_random),
    form(Kind::AtlassianToken, b"ATTA", HEX, 60),
];
