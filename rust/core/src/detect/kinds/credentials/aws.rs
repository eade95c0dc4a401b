//! Amazon Web Services: access key ids and the secret beside one, session tokens, Bedrock keys.
//!
//! Source: AWS IAM User Guide, IAM identifiers; AWS General Reference, AWS security credentials.

use super::check::is_mixed;
use super::form::{BASE64, BASE64_IN_URL, Form, UPPER, form};
use crate::detect::text::{Range, line_end, skip};
use crate::kind::Kind;

/// The forms.
pub const FORMS: &[Form] = &[
    form(Kind::AwsAccessKey, b"AKIA", UPPER, 16),
    form(Kind::AwsAccessKey, b"ASIA", UPPER, 16),
    form(Kind::AwsAccessKey, b"ABIA", UPPER, 16),
    form(Kind::AwsAccessKey, b"ACCA", UPPER, 16),
    // What base64 makes of `origin_ec`, and of `er/aws` in older ones.
    form(Kind::AwsSessionToken, b"IQoJb3JpZ2lu", BASE64_IN_URL, 64),
    form(Kind::AwsSessionToken, b"AgoJb3JpZ2lu", BASE64_IN_URL, 64),
    form(Kind::AwsSessionToken, b"FwoGZXIvYXdz", BASE64_IN_URL, 64),
    form(Kind::AwsSessionToken, b"FQoGZXIvYXdz", BASE64_IN_URL, 64),
    // What base64 makes of `BedrockAPIKey-`.
    form(Kind::AwsBedrockKey, b"ABSKQmVkcm9ja0FQSUtleS", BASE64, 60),
    form(Kind::AwsBedrockKey, b"bedrock-api-key-", BASE64, 60),
];

/// How far after an access key id its secret is looked for: JSON and XML with long names have their place in it.
const NEAR: usize = 80;

/// The secret of 40 characters that people write beside the access key id that ends at `key_end`, in the same line.
#[must_use]
pub fn find_secret(text: &[u8], key_end: usize) -> Option<Range> {
    let near = line_end(&text[..text.len().min(key_end + NEAR + SECRET + 1)], key_end);
    let mut at = key_end;
    while at < near.min(key_end + NEAR) {
        let start = skip(&text[..near], at, |b| !is_of_secret(b));
        // A slash with white space after it parts two values.
        let start = if text[start..near].starts_with(b"/ ") { start + 1 } else { start };
        let end = skip(&text[..near], start, is_of_secret);
        if start > key_end && end - start == SECRET && is_mixed(&text[start..end]) {
            return Some(start..end);
        }
        at = end.max(start + 1);
    }
    None
}

/// The length of a secret access key.
const SECRET: usize = 40;

const fn is_of_secret(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}
