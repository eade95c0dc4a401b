//! RubyGems: API keys.
//!
//! Source: RubyGems guides, API key scopes; GitHub secret scanning, rubygems_api_key.

use super::form::{Form, HEX, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::RubygemsKey, b"rubygems_", HEX, 40)];
