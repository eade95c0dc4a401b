//! Alibaba Cloud: access key ids.
//!
//! Source: Alibaba Cloud documentation, AccessKey pair, formats.

use super::check::is_random;
use super::form::{ALNUM, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::AlibabaKey, b"LTAI", ALNUM, 12, 26).checked(is_random)];
