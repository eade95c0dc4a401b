//! Cargo: tokens of the registry of Rust.
//!
//! Source: The Cargo Book, Publishing; GitHub secret scanning, cratesio_api_token.

use super::check::is_mixed;
use super::form::{ALNUM, Form, sized};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::CargoToken, b"cio", ALNUM, 32, 32).checked(is_mixed)];
