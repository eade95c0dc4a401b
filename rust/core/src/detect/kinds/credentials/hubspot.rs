//! HubSpot: tokens of private apps, a region and a UUID.
//!
//! Source: HubSpot developer documentation, Private apps.

use super::check::is_uuid;
use super::form::{DASHED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::HubspotToken, b"pat-", DASHED, 40, 40).checked(has_parts)];

/// A region of two letters and a digit, then a UUID.
fn has_parts(body: &[u8]) -> bool {
    matches!(body, [b'a'..=b'z', b'a'..=b'z', b'0'..=b'9', b'-', uuid @ ..] if is_uuid(uuid))
}
