//! Vercel: tokens of persons, integrations, applications and the AI gateway.
//!
//! Source: Vercel changelog, New token formats and secret scanning.

use super::check::looks_random;
use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::VercelToken, b"vcp_", ALNUM, 24).checked(looks_random),
    form(Kind::VercelToken, b"vci_", ALNUM, 24).checked(looks_random),
    form(Kind::VercelToken, b"vca_", ALNUM, 24).checked(looks_random),
    form(Kind::VercelToken, b"vcr_", ALNUM, 24).checked(looks_random),
    form(Kind::VercelToken, b"vck_", ALNUM, 24).checked(looks_random),
    form(Kind::VercelToken, b"vco_", ALNUM, 24).checked(looks_random),
];
