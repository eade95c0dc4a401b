//! X: bearer tokens of applications, which begin with a run of `A` and hold percent-encoded base64.
//!
//! Source: X developer documentation, OAuth 2.0 bearer token.

use super::form::{ALNUM, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] =
    &[sized(Kind::TwitterToken, b"AAAAAAAAAAAAAAAAAAAA", ALNUM.and(b"%="), 60, 180).checked(has_parts)];

/// The id ends with an equals sign, encoded or not; the secret follows.
fn has_parts(body: &[u8]) -> bool {
    let end = body.windows(3).position(|window| window == b"%3D").map(|at| at + 3);
    end.or_else(|| body.iter().position(|&b| b == b'=').map(|at| at + 1)).is_some_and(|end| body.len() - end >= 20)
}
