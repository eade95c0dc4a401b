//! Polar: access and refresh tokens.
//!
//! Source: Polar documentation, Authentication; GitHub secret scanning, polar tokens.

use super::form::{ALNUM, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::PolarToken, b"polar_oat_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_pat_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_at_o_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_at_u_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_rt_o_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_rt_u_", ALNUM, 32),
    form(Kind::PolarToken, b"polar_cs_", ALNUM, 32),
];
