//! Values that their key gives away: `user=bob`, `"password":"x"`, `Authorization: Bearer ...`. Anchored at the separator.

pub mod around;
pub mod context;
pub mod marks;
pub mod masks;
pub mod programs;
pub mod prose;
pub mod shapes;
pub mod sql;
pub mod trie;
pub mod value;
pub mod words;

pub use prose::{Commands, find_beside, find_code, find_in_prose, find_short_option, find_user};

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
    /// A key with nothing special about it.
    #[must_use]
    pub const fn new(kind: Kind, shape: Shape) -> Self {
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
    let Some(length) = operator(text, at) else { return at };
    let (end, is_quoted) = key_end(text, at);
    if !may_end(text, end) {
        return programs::find(text, at, found).unwrap_or(at);
    }
    let value = at + length;
    let word = known_word(text, end, value)
        .or_else(|| context::of_pair(text, end))
        .or_else(|| around::of_part(text, end, || context::owner(text, end)));
    let remark = || around::key_end_before_remark(text, end).and_then(|end| trie::word(text, end));
    let (word, is_said) = match word {
        Some(word) => (Some(word), false),
        None => (if text[at] == b':' { remark() } else { None }, true),
    };
    let Some(word) = word else {
        return sudo(text, end, found).or_else(|| programs::find(text, at, found)).unwrap_or(at);
    };
    let Some(kind) = word.kind else { return at };
    if is_said && !is_worth_a_remark(text, value, word) {
        return at;
    }
    let (kind, shape) = context::within(text, end, kind, word.shape);
    let ask = Ask {
        is_assignment: text[at] != b':' && !ends_with_colon(text, at, length),
        is_quoted,
        is_spaced: before(text, at).is_ascii_whitespace(),
        is_encoded: text[at] == b'%',
        ..Ask::new(kind, shape)
    };
    value::find(text, value, ask, marks, found).max(at)
}

/// Whether what follows a remark may be the value: codes look like one, and names and passwords have to look unlike a word.
fn is_worth_a_remark(text: &[u8], value: usize, word: &Word) -> bool {
    if !matches!(word.shape, Shape::Any | Shape::Assigned) {
        return true;
    }
    let start = skip(text, value, |b| b == b' ');
    let end = skip(text, start, |b| !b.is_ascii_whitespace() && !matches!(b, b',' | b';'));
    shapes::looks_secret(&text[start..end]) || matches!(byte(text, start), b'"' | b'\'')
}

/// `bob : TTY=pts/0 ; PWD=`, as sudo writes it: the user stands before the first key, which ends at `end`.
fn sudo(text: &[u8], end: usize, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let user_end = end.checked_sub(6).filter(|&user_end| &text[user_end..end] == b" : TTY")?;
    let start = back(text, user_end, user_end.saturating_sub(64), |b| !b.is_ascii_whitespace() && b != b'"');
    shapes::report(text, start..user_end, Ask::new(Kind::Username, Shape::Any), found).then_some(end)
}

/// Finds the value of the option whose second dash stands at `dash`: `--password hunter2`. With `=` it is a key like any other.
pub fn find_option(text: &[u8], dash: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let end = skip(&text[..text.len().min(dash + 40)], dash + 1, |b| b.is_ascii_alphanumeric() || b == b'-');
    if byte(text, end) != b' ' || matches!(byte(text, end + 1), b'-' | b' ') {
        return dash;
    }
    match trie::word(text, end) {
        Some(Word { kind: Some(kind), shape, .. }) => {
            let ask = Ask { is_assignment: true, is_spaced: true, ..Ask::new(*kind, *shape) };
            value::find(text, end, ask, marks, found).max(dash)
        }
        _ => dash,
    }
}

/// Finds the text in the quotation marks that open at `mark` after a word and a space: `IDENTIFIED BY 'x'`, `user "bob"`.
pub fn find_quoted(text: &[u8], mark: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    if let Some((value, word)) = around::value_before_key(text, mark) {
        let end = value.end;
        let ask =
            Ask { is_assignment: true, is_quoted: true, ..Ask::new(word.kind.unwrap_or(Kind::Secret), word.shape) };
        return if shapes::report(text, value, ask, found) { end } else { mark };
    }
    if let Some((value, word)) = around::value_after_named_key(text, mark) {
        let ask =
            Ask { is_assignment: true, is_spaced: true, ..Ask::new(word.kind.unwrap_or(Kind::Secret), word.shape) };
        return value::find(text, value, ask, marks, found).max(mark);
    }
    let end = around::key_end_in_prose(text, mark).unwrap_or(mark - 1);
    let head = &text[end.saturating_sub(13)..end];
    let is_identified = head.eq_ignore_ascii_case(b"identified by");
    let word = trie::word(text, end).and_then(|word| Some((word.kind?, word.shape)));
    let word = if is_identified { Some((Kind::Password, Shape::Any)) } else { word };
    // Parsers speak of tokens: `Unexpected token "}"`.
    let Some((kind, shape)) = word.filter(|&(kind, _)| kind != Kind::Token) else { return mark };
    let ask = Ask { is_quoted: true, ..Ask::new(kind, shape) };
    value::find(text, mark, ask, marks, found).max(mark)
}

/// Finds the second text of a pair in brackets, the first of which opens at `mark`: `["cpf", "529.982.247-25"]`, `('token', 'x')`.
pub fn find_bound(text: &[u8], mark: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let end = skip(&text[..text.len().min(mark + 48)], mark + 1, |b| is_word(b) || matches!(b, b'-' | b'.'));
    let close = skip(&text[..text.len().min(end + 4)], end, |b| b == b'\\');
    let comma = close + 1;
    let value = skip(&text[..text.len().min(comma + 3)], comma + 1, |b| matches!(b, b' ' | b'b'));
    if byte(text, close) != text[mark]
        || byte(text, comma) != b','
        || !matches!(byte(text, value), b'"' | b'\'' | b'\\')
    {
        return mark;
    }
    let Some(Word { kind: Some(kind), shape, .. }) = trie::word(text, end) else { return mark };
    let ask = Ask { is_assignment: true, is_quoted: true, ..Ask::new(*kind, *shape) };
    value::find(text, value, ask, marks, found).max(mark)
}

/// Finds the value after the arrow whose head stands at `head`: `password -> hunter2`.
pub fn find_after_arrow(text: &[u8], head: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let (end, is_quoted) = key_end(text, head - 1);
    let Some(Word { kind: Some(kind), shape, .. }) = trie::word(text, end) else { return head };
    let ask = Ask { is_assignment: true, is_quoted, is_spaced: true, ..Ask::new(*kind, *shape) };
    value::find(text, head + 1, ask, marks, found).max(head)
}

/// Finds the content of the element whose start tag ends at `close`: `<password>hunter2</password>`.
pub fn find_element(text: &[u8], close: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let floor = close.saturating_sub(200);
    let start = back(text, close, floor, |b| !matches!(b, b'<' | b'>' | b'\n'));
    let name = skip(&text[..close], start, |b| is_word(b) || matches!(b, b'-' | b':' | b'.'));
    if before(text, start) != b'<' || !matches!(byte(text, name), b' ' | b'>') {
        return close;
    }
    let attribute = || matches!(before(text, close), b'"' | b'\'').then(|| trie::word(text, close - 1)).flatten();
    let Some(Word { kind: Some(kind), shape, .. }) = trie::word(text, name).or_else(attribute) else { return close };
    const CDATA: &[u8] = b"<![CDATA[";
    let start_of = close + 1 + if text[close + 1..].starts_with(CDATA) { CDATA.len() } else { 0 };
    let is_open = |b: u8| !matches!(b, b'<' | b'\n' | b'\r') && (b != b']' || start_of == close + 1);
    let end = skip(text, start_of, is_open);
    let tail = end + if text[end..].starts_with(b"]]>") { 3 } else { 0 };
    let is_element = [&b"</"[..], b"<\\/"]
        .iter()
        .any(|mark| text[tail..].strip_prefix(*mark).is_some_and(|rest| rest.starts_with(&text[start..name])));
    let ask = Ask { is_assignment: true, is_quoted: true, ..Ask::new(*kind, *shape) };
    if is_element && shapes::report(text, start_of..end, ask, found) { end } else { close }
}

fn ends_with_colon(text: &[u8], at: usize, length: usize) -> bool {
    matches!(&text[at..at + length], b"%3A" | b"%3a" | b"%253A" | b"%253a" | b"\\u003a" | b"\\u003A")
}

/// The length of the separator at `at`; comparisons, paths and URL schemes are none.
#[inline(always)]
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

/// Whether a word may end before `end`: words have three letters, and only some marks stand between them.
#[inline(always)]
fn may_end(text: &[u8], end: usize) -> bool {
    let is_part = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.' | b' ') || !b.is_ascii();
    matches!(&text[..end], [.., a, b] if is_part(*a) && is_part(*b))
}

/// How much white space may stand before a separator, as in lines that print keys in a column.
const WIDEST: usize = 24;

/// Where the key before the separator at `at` ends, without quotation marks, brackets, colour codes and numbers after it; and
/// whether it is quoted.
#[inline(always)]
pub(crate) fn key_end(text: &[u8], at: usize) -> (usize, bool) {
    if matches!(before(text, at), b'a'..=b'l' | b'n'..=b'z' | b'A'..=b'Z') {
        return (at, false);
    }
    let mut end = back(text, at, at.saturating_sub(WIDEST), |b| matches!(b, b' ' | b'\t'));
    end = back(text, end, end.saturating_sub(WIDEST), |b| matches!(b, b'.' | b'?'));
    // `Key (email)=(ann@example.com)`, as PostgreSQL writes it.
    end -= usize::from(before(text, end) == b')' && text[at] == b'=');
    for mark in [&b"&quot;"[..], b"%22", b"&#34;", b"&#39;", b"%27"] {
        end -= if text[..end].ends_with(mark) { mark.len() } else { 0 };
    }
    let mut is_quoted = false;
    if before(text, end) == b']' {
        end = before_index(text, end - 1);
    }
    if matches!(before(text, end), b'"' | b'\'' | b'`') {
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
#[inline(always)]
pub(crate) fn known_word(text: &[u8], end: usize, value: usize) -> Option<&'static Word> {
    let plural = || {
        let list = byte(text, skip(text, value, |b| b == b' ')) == b'[';
        (list && matches!(before(text, end), b's' | b'S')).then(|| trie::word(text, end - 1)).flatten()
    };
    trie::word(text, end).or_else(plural)
}
