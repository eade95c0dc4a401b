//! MongoDB Atlas: secrets of service accounts.
//!
//! Source: MongoDB Atlas documentation, Service accounts.

use super::form::{DASHED, Form, form};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::MongodbKey, b"mdb_sa_sk_", DASHED, 32)];
