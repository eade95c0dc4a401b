//! HCP Terraform: tokens of users, teams and organisations, which have `.atlasv1.` inside.
//!
//! Source: HCP Terraform documentation, API tokens; GitHub secret scanning, terraform_api_token.

use super::form::{ALNUM, DASHED, Form, form};
use crate::detect::text::starts;
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::TerraformToken, b".atlasv1.", DASHED, 50).led(id, ALNUM)];

/// Back over the id of the token.
fn id(text: &[u8], at: usize) -> Option<usize> {
    let start = at.checked_sub(14)?;
    (text[start..at].iter().all(u8::is_ascii_alphanumeric) && starts(text, start)).then_some(start)
}
