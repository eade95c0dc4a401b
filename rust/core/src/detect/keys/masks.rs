//! What stands where a value would, and is none: words for nothing, and what was masked before.

use crate::detect::text::{byte, is_word, skip};
use crate::detect::wordset::WordSet;
use crate::seal::format;

/// Values that say that there is none.
static NOTHING: WordSet = WordSet::new(&[
    b"null",
    b"none",
    b"nil",
    b"undefined",
    b"true",
    b"false",
    b"-",
    b"%s",
    b"%v",
    b"%d",
    b"{}",
    b"nan",
    b"n/a",
    b"redacted",
    b"filtered",
    b"masked",
    b"hidden",
    b"removed",
    b"protected",
    b"?",
]);

/// The longest label that is taken for one.
const LONGEST: usize = 128;

/// Empty, a word for nothing, or already masked: nothing but masks, sealed values and punctuation.
#[must_use]
pub fn is_nothing(content: &[u8]) -> bool {
    let content = content.trim_ascii();
    let word = match content {
        [b'<', label @ .., b'>'] | [b'[', label @ .., b']'] | [b'(', label @ .., b')'] => label,
        _ => content,
    };
    NOTHING.holds(word) || matches!(content, b"YES" | b"NO") || is_placeholder(content) || is_masked(content)
}

/// A place in a statement that its arguments fill: `$1`, `:name`, `%(name)s`, `${NAME}`.
fn is_placeholder(content: &[u8]) -> bool {
    match content {
        [b'$', digits @ ..] if !digits.is_empty() && digits.len() <= 3 => digits.iter().all(u8::is_ascii_digit),
        [b'$', b'{', name @ .., b'}'] | [b'%', b'(', name @ .., b')', b's'] => name.iter().all(|&b| is_word(b)),
        _ => false,
    }
}

fn is_masked(content: &[u8]) -> bool {
    let (mut at, mut masks) = (0, usize::from(content.is_empty()));
    while at < content.len() {
        let length = mask_length(&content[at..]);
        masks += length;
        at += match content[at] {
            _ if length > 0 => length,
            b if b.is_ascii_alphanumeric() || b >= 0x80 => return false,
            _ => 1,
        };
    }
    masks > 0
}

/// How many bytes are no part of a mask.
#[must_use]
pub fn unmasked_length(content: &[u8]) -> usize {
    let (mut at, mut length) = (0, 0);
    while at < content.len() {
        let mask = mask_length(&content[at..]);
        (at, length) = (at + mask.max(1), length + usize::from(mask == 0));
    }
    length
}

/// The length of `***`, `<EMAIL>` or a sealed value at the start.
#[must_use]
pub fn mask_length(content: &[u8]) -> usize {
    match content {
        [b'*', ..] => skip(content, 0, |b| b == b'*'),
        [b'<', ..] => {
            let name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
            let label = skip(&content[..content.len().min(LONGEST)], 1, name);
            if byte(content, label) == b'>' { label + 1 } else { 0 }
        }
        [b'p', ..] => sealed_length(content),
        _ => 0,
    }
}

/// The length of the sealed value that `text` begins with, or 0.
#[must_use]
pub fn sealed_length(text: &[u8]) -> usize {
    if text.starts_with(b"pii1") { format::length(text).unwrap_or(0) } else { 0 }
}

/// Whether a word that stands for nothing, or for what was masked, begins at `at`: `<nil>`, `<PASSWORD>`.
#[must_use]
pub fn is_label(text: &[u8], at: usize) -> bool {
    let end = skip(&text[..text.len().min(at + LONGEST)], at + 1, is_word);
    byte(text, end) == b'>' && is_nothing(&text[at..=end])
}
