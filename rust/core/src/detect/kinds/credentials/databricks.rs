//! Databricks: personal access tokens and OAuth secrets.
//!
//! Source: Databricks documentation, Authenticate with personal access tokens.

use super::check::is_hex;
use super::form::{Form, HEX, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::DatabricksToken, b"dapi", HEX.and(b"-"), 32, 34).checked(has_digits),
    sized(Kind::DatabricksToken, b"dkea", HEX.and(b"-"), 32, 34).checked(has_digits),
    sized(Kind::DatabricksToken, b"dose", HEX.and(b"-"), 32, 34).checked(has_digits),
];

/// 32 hexadecimal digits, and perhaps a hyphen and the number of a shard.
fn has_digits(body: &[u8]) -> bool {
    is_hex(body, 32) && (body.len() == 32 || body[32] == b'-')
}
