//! Values that their key gives away: `user=bob`, `"password":"x"`, `Authorization: Bearer ...`. Anchored at the separator.

pub mod marks;
pub mod masks;
pub mod shapes;
pub mod trie;
pub mod value;
pub mod words;

use super::spec::{Shape, Word};
use super::text::{Range, ansi_start, back, before, byte, is_word, skip};
use crate::kind::Kind;
use marks::Marks;

/// A key whose value is wanted, as it stands in the text.
#[derive(Clone, Copy)]
pub struct Ask {
    /// What the value is.
    pub kind: Kind,
    /// What it has to look like.
    pub shape: Shape,
    /// Whether the separator is an equals sign.
    pub is_assignment: bool,
    /// Whether the key stands in quotation marks, so that this is no prose.
    pub is_quoted: bool,
    /// Whether white space stands before the separator.
    pub is_spaced: bool,
    /// Whether the separator is percent-encoded, so that encoded separators end the value.
    pub is_encoded: bool,
    /// Whether the value is one of a list, so that a comma ends it.
    pub is_listed: bool,
}

impl Ask {
    const fn new(kind: Kind, shape: Shape) -> Self {
        Self {
            kind,
            shape,
            is_assignment: false,
            is_quoted: false,
            is_spaced: false,
            is_encoded: false,
            is_listed: false,
        }
    }

    /// Whether the value is a credential, which may hold any character.
    #[must_use]
    pub const fn is_credential(&self) -> bool {
        self.kind.sensitivity() == 4
    }
}

/// Finds the values of the key that ends at the separator at `at`; returns up to where they were read, or `at`.
pub fn find(text: &[u8], at: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let (end, is_quoted) = key_end(text, at);
    let Some(length) = operator(text, at) else { return at };
    let value = at + length;
    let Some(word) = known_word(text, end, value) else { return at };
    let Some(kind) = word.kind else { return at };
    let ask = Ask {
        is_assignment: text[at] != b':' && !ends_with_colon(text, at, length),
        is_quoted,
        is_spaced: before(text, at).is_ascii_whitespace(),
        is_encoded: text[at] == b'%',
        ..Ask::new(kind, word.shape)
    };
    value::find(text, value, ask, marks, found).max(at)
}

/// Finds the value of the option whose second dash stands at `dash`: `--password hunter2`. With `=` it is a key like any other.
pub fn find_option(text: &[u8], dash: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let end = skip(&text[..text.len().min(dash + 40)], dash + 1, |b| b.is_ascii_alphanumeric() || b == b'-');
    if byte(text, end) != b' ' || matches!(byte(text, end + 1), b'-' | b' ') {
        return dash;
    }
    match trie::word(text, end) {
        Some(Word { kind: Some(kind), shape, .. }) => {
            let ask = Ask { is_assignment: true, is_spaced: true, ..Ask::new(*kind, *shape) };
            value::find(text, end, ask, &mut Marks::default(), found).max(dash)
        }
        _ => dash,
    }
}

/// Finds the text in the quotation marks that open at `mark` after a word and a space: `IDENTIFIED BY 'x'`, `password "x"`.
pub fn find_quoted(text: &[u8], mark: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let end = mark - 1;
    let by = text[..end].len() >= 13 && text[end - 13..end].eq_ignore_ascii_case(b"identified by");
    let word = trie::word(text, end).filter(|word| word.kind.is_some_and(|kind| kind.sensitivity() == 4));
    let kind = if by { Some(Kind::Password) } else { word.and_then(|word| word.kind) };
    let Some(kind) = kind else { return mark };
    value::find(text, mark, Ask::new(kind, Shape::Assigned), marks, found).max(mark)
}

/// Finds the content of the element whose start tag ends at `close`: `<password>hunter2</password>`.
pub fn find_element(text: &[u8], close: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = back(text, close, close.saturating_sub(64), |b| is_word(b) || matches!(b, b'-' | b':' | b'.'));
    if before(text, start) != b'<' {
        return close;
    }
    let Some(Word { kind: Some(kind), shape, .. }) = trie::word(text, close) else { return close };
    let end = skip(text, close + 1, |b| !matches!(b, b'<' | b'\n' | b'\r'));
    let is_element = text[end..].starts_with(b"</");
    let ask = Ask { is_assignment: true, is_quoted: true, ..Ask::new(*kind, *shape) };
    if is_element && shapes::report(text, close + 1..end, ask, found) { end } else { close }
}

/// Finds what follows the word `password` in prose, `word` being the index of its `w`: `password is hunter2`, `bad password hunter2`.
pub fn find_in_prose(text: &[u8], word: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = word.saturating_sub(4);
    let Some(name) = text.get(start..start + 8) else { return word };
    let alone = !is_word(before(text, start)) && byte(text, start + 8) == b' ';
    if !alone || !name.eq_ignore_ascii_case(b"password") {
        return word;
    }
    let is_verb = text[start + 9..].len() > 3 && text[start + 9..start + 12].eq_ignore_ascii_case(b"is ");
    let value = if is_verb { start + 12 } else { start + 9 };
    let end =
        skip(text, value, |b| !(b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'"' | b'\'' | b')' | b'\\')));
    let end = back(text, end, value, |b| matches!(b, b'.' | b'!' | b'?'));
    if !shapes::looks_secret(&text[value..end]) {
        return word;
    }
    if shapes::report(text, value..end, Ask::new(Kind::Password, Shape::Any), found) { end } else { word }
}

fn ends_with_colon(text: &[u8], at: usize, length: usize) -> bool {
    matches!(&text[at..at + length], b"%3A" | b"%3a" | b"%253A" | b"%253a" | b"\\u003a" | b"\\u003A")
}

/// The length of the separator at `at`; comparisons, paths and URL schemes are none.
pub(crate) fn operator(text: &[u8], at: usize) -> Option<usize> {
    match &text[at..] {
        [b'=', b'=', ..] | [b':', b':' | b'/', ..] => None,
        [b'=', b'>', ..] | [b':', b'=', ..] => Some(2),
        [b'=' | b':', ..] => Some(1),
        [b'%', b'3', b'D' | b'd' | b'A' | b'a', ..] => Some(3),
        [b'%', b'2', b'5', b'3', b'D' | b'd' | b'A' | b'a', ..] => Some(5),
        [b'\\', b'u', b'0', b'0', b'3', b'd' | b'D' | b'a' | b'A', ..] => Some(6),
        _ => None,
    }
}

/// How much white space may stand before a separator, as in lines that print keys in a column.
const WIDEST: usize = 24;

/// Where the key before the separator at `at` ends, without quotation marks, brackets, colour codes and numbers after it; and
/// whether it is quoted.
pub(crate) fn key_end(text: &[u8], at: usize) -> (usize, bool) {
    let mut end = back(text, at, at.saturating_sub(WIDEST), |b| matches!(b, b' ' | b'\t'));
    let mut is_quoted = false;
    if before(text, end) == b']' {
        end = before_index(text, end - 1);
    }
    if matches!(before(text, end), b'"' | b'\'') {
        (end, is_quoted) = (back(text, end - 1, end.saturating_sub(WIDEST), |b| b == b'\\'), true);
    }
    if before(text, end) == b'm' {
        end = ansi_start(&text[..end]).unwrap_or(end);
    }
    (back(text, end, end.saturating_sub(3), |b| b.is_ascii_digit()), is_quoted)
}

/// The end of the name that an index follows: `user[]`, `user[0]`; or of the name in the brackets: `params[user]`, `row['user']`.
fn before_index(text: &[u8], close: usize) -> usize {
    let open = back(text, close, close.saturating_sub(3), |b| b.is_ascii_digit());
    if before(text, open) == b'[' { open - 1 } else { close }
}

/// The word of a key; the plural (`tokens: [..]`) counts before a list only, else it is a number of things.
pub(crate) fn known_word(text: &[u8], end: usize, value: usize) -> Option<&'static Word> {
    let plural = || {
        let list = byte(text, skip(text, value, |b| b == b' ')) == b'[';
        (list && matches!(before(text, end), b's' | b'S')).then(|| trie::word(text, end - 1)).flatten()
    };
    trie::word(text, end).or_else(plural)
}
