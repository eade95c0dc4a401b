//! NuGet: API keys in base32.
//!
//! Source: Microsoft Learn, Publish NuGet packages, API keys; Microsoft Security Utilities, NuGetApiKey.

use super::check::is_random;
use super::form::{Form, LETTERS, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::NugetKey, b"oy2", LETTERS.and(b"234567"), 43, 43).checked(is_random)];
