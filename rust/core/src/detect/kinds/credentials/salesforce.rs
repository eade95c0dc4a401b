//! Salesforce: session ids and access tokens, which begin with the id of the organisation.
//!
//! Source: Salesforce Help, Session security; OAuth tokens and scopes.

use super::form::{ALNUM, DOTTED, Form, form};
use crate::detect::text::starts;
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[form(Kind::SalesforceToken, b"!", DOTTED, 60).led(organisation, ALNUM)];

/// Back over the id of an organisation: `00D` and 12 or 15 more.
fn organisation(text: &[u8], at: usize) -> Option<usize> {
    let fits = |&length: &usize| {
        let id = at.checked_sub(length).map_or(&b""[..], |start| &text[start..at]);
        id.starts_with(b"00D") && id.iter().all(u8::is_ascii_alphanumeric) && starts(text, at - length)
    };
    [15, 18].iter().find(|length| fits(length)).map(|length| at - length)
}
