//! Azure: client secrets of Entra ID, and keys that bear the mark of their service.
//!
//! Source: Microsoft Security Utilities, identifiable secrets; Microsoft Purview, Azure DevOps personal access token.

use super::form::{BASE64, DIGITS, DOTTED, Form, sized};
use crate::detect::text::{Range, ends, starts};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[sized(Kind::AzureKey, b"Q~", DOTTED.and(b"~"), 31, 34).led(secret_start, DIGITS)];

/// Three characters and a digit stand before the mark of a client secret.
fn secret_start(text: &[u8], at: usize) -> Option<usize> {
    let start = at.checked_sub(4)?;
    let fits = text[start..at - 1].iter().all(|&b| DOTTED.holds(b) || b == b'~') && text[at - 1].is_ascii_digit();
    (fits && starts(text, start)).then_some(start)
}

/// A key that begins at `start` and bears its mark where Azure's keys have it: `JQQJ9` after 52 of 84 characters, or the four
/// letters of a service after 76 of 88 characters of base64, or after 33 of 44.
#[must_use]
pub fn find_marked(text: &[u8], start: usize) -> Option<Range> {
    let rest = &text[start..];
    let length = match rest {
        _ if has_at(rest, 52, &[b"JQQJ9"]) => 84,
        _ if has_at(rest, 86, &[b"=="]) && has_at(rest, 76, &[b"+ASt", b"+ABa", b"+AMC", b"APIM", b"ACDb"]) => 88,
        _ if has_at(rest, 43, &[b"="]) && has_at(rest, 33, &[b"AzCa", b"+AEh", b"+ASb", b"+ARm", b"AIoT"]) => 44,
        _ => return None,
    };
    let end = start + length;
    let fits = rest.len() >= length && BASE64.span(&rest[..length]) == length;
    (fits && starts(text, start) && ends(text, end)).then_some(start..end)
}

fn has_at(text: &[u8], at: usize, marks: &[&[u8]]) -> bool {
    text.get(at..).is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark)))
}
