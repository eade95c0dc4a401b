//! Keys that mean something by what stands round them: the `name` of a user, the `value` of a named pair, a column of a statement.

use super::trie;
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
fn owner(text: &[u8], end: usize) -> Option<&'static Word> {
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

/// Keys that say that what they hold is the value of something, last letters first in no order.
#[rustfmt::skip]
const VALUES: [&[u8]; 15] = [
    b"value", b"val", b"stringValue", b"string_value", b"input", b"query", b"rejectedValue", b"rejected_value", b"old", b"new", b"oldValue",
    b"newValue", b"actual", b"eq", b"S",
];

/// The word of a pair whose `value` key ends at `end`: `{"name":"DB_PASSWORD","value":`, `name="password" value=`,
/// `{"cpf":{"S":`, `{"loc":["body","cpf"],"msg":"..","input":`.
#[must_use]
pub fn of_pair(text: &[u8], end: usize) -> Option<&'static Word> {
    let start = back(text, end, end.saturating_sub(16), |b| is_word(b));
    if !VALUES.contains(&&text[start..end]) && !text[start..end].eq_ignore_ascii_case(b"value") {
        return None;
    }
    let is_gap = |b: u8| matches!(b, b'"' | b'\'' | b'\\' | b',' | b' ' | b':' | b'{' | b'$');
    let name_end = back(text, start, start.saturating_sub(16), is_gap);
    let is_near = name_end < start && text[name_end..start].iter().any(|b| matches!(b, b',' | b'"' | b'{'));
    is_near.then(|| trie::word(text, name_end)).flatten().or_else(|| named_before(text, start))
}

/// How the name of what a later key holds is given.
const NAMES: [&[u8]; 7] = [b"name", b"field", b"column", b"attribute", b"path", b"param", b"key"];

/// The word that a name in the same object or element gives: `"column":"cpf","old":`, `name="cpf" type="text" value=`.
fn named_before(text: &[u8], start: usize) -> Option<&'static Word> {
    let floor = start.saturating_sub(FAR);
    let open = back(text, start, floor, |b| !matches!(b, b'{' | b'<' | b'\n'));
    let part = &text[open..start];
    let name = NAMES.iter().filter_map(|name| memchr::memmem::find(part, name).map(|at| open + at + name.len())).min();
    let located = || memchr::memmem::find(part, b"\"loc").and_then(|_| memchr::memchr(b']', part)).map(|at| open + at);
    let end = match name {
        Some(at) => {
            let from = skip(&text[..start], at, |b| matches!(b, b'"' | b'\'' | b'\\' | b' ' | b':' | b'=' | b'/'));
            skip(&text[..start], from, |b| is_word(b) || matches!(b, b'.' | b'-' | b'/'))
        }
        None => back(text, located()?, open, |b| matches!(b, b'"' | b'\'' | b'\\' | b' ')),
    };
    trie::word(text, end)
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
