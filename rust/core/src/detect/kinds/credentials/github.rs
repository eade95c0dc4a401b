//! GitHub: tokens of persons, applications and installations.
//!
//! Source: GitHub Docs, About authentication to GitHub, token formats; GitHub blog, Behind GitHub's new authentication token formats.

use super::check::has_checksum;
use super::form::{ALNUM, DASHED, DOTTED, Form, LETTERS, WORD, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    // Tokens of installations that carry a JSON Web Token.
    form(Kind::GithubToken, b"ghs_", DOTTED, 120),
    form(Kind::GithubToken, b"ghp_", ALNUM, 36),
    form(Kind::GithubToken, b"gho_", ALNUM, 36),
    form(Kind::GithubToken, b"ghu_", ALNUM, 36),
    form(Kind::GithubToken, b"ghs_", ALNUM, 36),
    form(Kind::GithubToken, b"ghr_", ALNUM, 36),
    form(Kind::GithubToken, b"github_pat_", DASHED, 22),
    // A type that is not known yet: its checksum gives it away.
    sized(Kind::GithubToken, b"gh", WORD, 38, 38).then(LETTERS).checked(is_of_unknown_type),
];

fn is_of_unknown_type(body: &[u8]) -> bool {
    body[1] == b'_' && has_checksum(&body[2..])
}
