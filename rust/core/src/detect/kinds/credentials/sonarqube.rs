//! SonarQube: tokens of users, projects and global analysis.
//!
//! Source: SonarQube documentation, Managing your tokens.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::SonarqubeToken, b"squ_", HEX, 40),
    form(Kind::SonarqubeToken, b"sqp_", HEX, 40),
    form(Kind::SonarqubeToken, b"sqa_", HEX, 40),
];
