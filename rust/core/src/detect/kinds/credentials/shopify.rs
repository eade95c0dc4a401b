//! Shopify: access tokens of applications and shops, shared secrets.
//!
//! Source: Shopify developer documentation, Access tokens; GitHub secret scanning, Shopify tokens.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::ShopifyToken, b"shpat_", HEX, 32),
    form(Kind::ShopifyToken, b"shpss_", HEX, 32),
    form(Kind::ShopifyToken, b"shpca_", HEX, 32),
    form(Kind::ShopifyToken, b"shppa_", HEX, 32),
    form(Kind::ShopifyToken, b"shpua_", HEX, 32),
    form(Kind::ShopifyToken, b"shpit_", HEX, 32),
    form(Kind::ShopifyToken, b"shptka_", HEX, 32),
    form(Kind::ShopifyToken, b"shpsb_", HEX, 32),
];
