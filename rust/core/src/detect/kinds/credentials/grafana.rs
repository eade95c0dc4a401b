//! Grafana: tokens of service accounts and of Grafana Cloud, and the older API keys, JSON in base64.
//!
//! Source: Grafana documentation, Service account tokens; Grafana Cloud, Access policies.

use super::form::{BASE64, Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::GrafanaToken, b"glsa_", WORD, 40),
    form(Kind::GrafanaToken, b"glc_", BASE64, 32),
    form(Kind::GrafanaToken, b"eyJrIjoi", BASE64, 40),
];
