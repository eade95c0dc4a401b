//! Keys that mean something by what stands round them: the `name` of a user, the `value` of a named pair, a column of a statement.

use super::{around, trie};
use crate::detect::spec::{Shape, Word};
use crate::detect::text::{back, before, byte, is_word, skip};
use crate::kind::Kind;

/// How far back an opening bracket is looked for.
const FAR: usize = 96;

/// What a `name` is inside of something that has a name: `"user":{"name":`, `User(id=7, name=`, `[user@32473 name=`. A user's name is a
/// user name, whatever it looks like; a customer's is a person's.
#[must_use]
pub fn within(text: &[u8], key_end: usize, kind: Kind, shape: Shape) -> (Kind, Shape) {
    if !matches!(shape, Shape::Name) {
        return (kind, shape);
    }
    match owner(text, key_end) {
        Some(Word { kind: Some(Kind::Username), .. }) => (Kind::Username, Shape::Any),
        Some(Word { kind: Some(Kind::Name), .. }) => (Kind::Name, Shape::Person),
        _ => (kind, shape),
    }
}

/// The word before, or after, the nearest bracket that is open at `end`.
#[must_use]
pub fn owner(text: &[u8], end: usize) -> Option<&'static Word> {
    let inside = back(text, end, end.saturating_sub(FAR), |b| {
        !matches!(b, b'(' | b'{' | b'[' | b'<' | b')' | b'}' | b']' | b'>' | b'\n')
    });
    let open = inside.checked_sub(1).filter(|&open| matches!(text[open], b'(' | b'{' | b'[' | b'<'))?;
    let named =
        back(text, open, open.saturating_sub(8), |b| matches!(b, b'"' | b'\'' | b':' | b'=' | b' ' | b'\\' | b'>'));
    let following = skip(&text[..end], inside, is_word);
    let is_element = matches!(text[open], b'[' | b'<') && following > inside && following < end;
    trie::word(text, named).or_else(|| is_element.then(|| trie::word(text, following)).flatten())
}

/// The word of a pair whose `value` key ends at `end`: `{"name":"DB_PASSWORD","value":`, `name="password" value=`.
#[must_use]
pub fn of_pair(text: &[u8], end: usize) -> Option<&'static Word> {
    if text[..end].ends_with(b"\"got") || text[..end].ends_with(b"\"actual") {
        return around::named_before(text, end);
    }
    let start = end.checked_sub(5).filter(|&start| text[start..end].eq_ignore_ascii_case(b"value"))?;
    around::named_before(text, start).or_else(|| of_name(text, start))
}

/// The word that ends directly before the key at `start`.
fn of_name(text: &[u8], start: usize) -> Option<&'static Word> {
    let is_gap = |b: u8| matches!(b, b'"' | b'\'' | b'\\' | b',' | b' ' | b':');
    let name_end = back(text, start, start.saturating_sub(12), is_gap);
    (name_end < start && text[name_end..start].iter().any(|b| matches!(b, b',' | b'"')))
        .then(|| trie::word(text, name_end))
        .flatten()
}

/// The columns of the statement whose list of values opens at `open`, the names in the brackets before `VALUES`.
fn columns(text: &[u8], open: usize) -> Option<&[u8]> {
    let word = open.checked_sub(7).filter(|&word| text[word..open].eq_ignore_ascii_case(b"values "))?;
    let close = back(text, word, word.saturating_sub(4), |b| matches!(b, b' ' | b'\\' | b'n'));
    let close = close.checked_sub(1).filter(|&close| text[close] == b')')?;
    let start = back(text, close, close.saturating_sub(2048), |b| !matches!(b, b'(' | b')' | b'\n'));
    (before(text, start) == b'(').then_some(&text[start..close])
}

/// The words of the columns of the list of values that opens at `open`, one each, and where the list of names is.
pub fn words_of_columns(text: &[u8], open: usize) -> Option<Vec<Option<&'static Word>>> {
    let words: Vec<_> = columns(text, open)?.split(|&b| b == b',').map(|name| word_of(name)).collect();
    words.iter().any(Option::is_some).then_some(words)
}

/// The word of a column's name, without what quotes it.
#[must_use]
pub fn word_of(name: &[u8]) -> Option<&'static Word> {
    let end = back(name, name.len(), 0, |b| !b.is_ascii_alphanumeric());
    let end = back(name, end, end.saturating_sub(3), |b| b.is_ascii_digit());
    (end > 0 && !byte(name, end).is_ascii_alphabetic()).then(|| trie::word(name, end)).flatten()
}
