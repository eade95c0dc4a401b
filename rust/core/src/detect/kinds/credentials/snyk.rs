//! Snyk: tokens of users and service accounts with a prefix.
//!
//! Source: Snyk documentation, Authentication for API.

use super::form::{DOTTED, Form, HEX, sized};
use crate::detect::text::{back, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::SnykToken, b".", DOTTED, 30, 400).led(mark, HEX)];

/// Back over `snyk_uat` and `snyk_sat` and the id of a token.
fn mark(text: &[u8], at: usize) -> Option<usize> {
    let dot = back(text, at, at.saturating_sub(16), |b| HEX.holds(b));
    let start = dot.checked_sub(9)?;
    let fits = matches!(&text[start..dot], b"snyk_uat." | b"snyk_sat.");
    (fits && at - dot >= 6 && starts(text, start)).then_some(start)
}
