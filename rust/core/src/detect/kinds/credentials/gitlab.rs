//! GitLab: tokens of persons, deployments, runners, jobs, triggers, feeds, mail, agents and applications.
//!
//! Source: GitLab documentation, Token overview, Token prefixes.

use super::form::{DASHED, DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::GitlabToken, b"glpat-", DOTTED, 20),
    form(Kind::GitlabToken, b"gldt-", DOTTED, 20),
    form(Kind::GitlabToken, b"glrt-", DOTTED, 20),
    form(Kind::GitlabToken, b"glrtr-", DOTTED, 20),
    form(Kind::GitlabToken, b"glcbt-", DOTTED, 20),
    form(Kind::GitlabToken, b"glptt-", DOTTED, 20),
    form(Kind::GitlabToken, b"glft-", DOTTED, 20),
    form(Kind::GitlabToken, b"glimt-", DOTTED, 20),
    form(Kind::GitlabToken, b"glagent-", DOTTED, 20),
    form(Kind::GitlabToken, b"gloas-", DOTTED, 20),
    form(Kind::GitlabToken, b"glsoat-", DOTTED, 20),
    form(Kind::GitlabToken, b"glffct-", DOTTED, 20),
    form(Kind::GitlabToken, b"GR1348941", DASHED, 20),
];
