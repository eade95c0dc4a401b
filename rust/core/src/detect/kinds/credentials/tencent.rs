//! Tencent Cloud: secret ids.
//!
//! Source: Tencent Cloud documentation, Access key, Root account access key management.

use super::check::is_mixed;
use super::form::{ALNUM, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::TencentKey, b"AKID", ALNUM, 32, 32).checked(is_mixed)];
