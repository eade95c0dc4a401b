//! Pinecone: API keys.
//!
//! Source: Pinecone documentation, Manage API keys.

use super::form::{Form, WORD, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::PineconeKey, b"pcsk_", WORD, 60)];
