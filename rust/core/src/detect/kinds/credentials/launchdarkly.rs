//! LaunchDarkly: server and mobile SDK keys, a UUID each.
//!
//! Source: LaunchDarkly documentation, Keys.

use super::check::is_uuid;
use super::form::{DASHED, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    sized(Kind::LaunchdarklyKey, b"sdk-", DASHED, 36, 36).checked(is_uuid),
    sized(Kind::LaunchdarklyKey, b"mob-", DASHED, 36, 36).checked(is_uuid),
];
