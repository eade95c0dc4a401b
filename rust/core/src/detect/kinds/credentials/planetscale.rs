//! PlanetScale: service tokens, passwords of databases, OAuth tokens.
//!
//! Source: PlanetScale documentation, Service tokens; Password roles.

use super::form::{DOTTED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::PlanetscaleToken, b"pscale_tkn_", DOTTED, 32),
    form(Kind::PlanetscaleToken, b"pscale_pw_", DOTTED, 32),
    form(Kind::PlanetscaleToken, b"pscale_oauth_", DOTTED, 32),
];
