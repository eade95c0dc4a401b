//! Cloudflare: API tokens and keys with a prefix, origin CA keys.
//!
//! Source: Cloudflare Fundamentals, Token formats; Cloudflare SSL, Origin CA keys.

use super::check::are_parts;
use super::form::{ALNUM, DASHED, Form, form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::CloudflareKey, b"cfk_", ALNUM, 40),
    form(Kind::CloudflareKey, b"cfut_", ALNUM, 40),
    form(Kind::CloudflareKey, b"cfat_", ALNUM, 40),
    sized(Kind::CloudflareKey, b"v1.0-", DASHED, 171, 171).checked(has_parts),
];

/// 24 and 146 hexadecimal digits.
fn has_parts(body: &[u8]) -> bool {
    are_parts(body, b'-', &[24, 146])
}
