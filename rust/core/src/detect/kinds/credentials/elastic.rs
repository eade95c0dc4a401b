//! Elastic Cloud: keys of serverless projects and the service.
//!
//! Source: Elastic documentation, Elastic Cloud API keys.

use super::form::{BASE64, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::ElasticKey, b"essu_", BASE64, 60)];
