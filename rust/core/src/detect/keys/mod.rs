//! Values that their key gives away: `user=bob`, `"password":"x"`, `Authorization: Bearer ...`. Anchored at the separator.

pub mod marks;
pub mod value;
pub mod words;

use crate::detect::text::{Range, back, before, byte};
use crate::kind::Kind;
use marks::Marks;
use words::{Key, Shape, Word};

/// A key whose value is wanted, as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// What the value is.
    pub kind: Kind,
    /// What it has to look like.
    pub shape: Shape,
    /// Whether the separator is an equals sign.
    pub is_assignment: bool,
    /// Whether white space stands before the separator.
    pub is_spaced: bool,
    /// Whether the separator is percent-encoded, so that encoded separators end the value.
    pub is_encoded: bool,
    /// Whether the value is one of a list, so that a comma ends it.
    pub is_listed: bool,
}

/// Finds the values of the key that ends at the separator at `at`; returns up to where they were read, or `at`.
pub fn find(text: &[u8], at: usize, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let Some(name) = key_before(text, at) else { return at };
    let Some(length) = operator(text, at) else { return at };
    let value = at + length;
    let Some(word) = known_word(text, name.clone(), value) else { return at };
    let Some(kind) = word.kind else { return at };
    let ask = Ask {
        kind,
        shape: word.shape,
        is_assignment: text[at] != b':' && !ends_with_colon(text, at, length),
        is_spaced: before(text, at).is_ascii_whitespace(),
        is_encoded: text[at] == b'%',
        is_listed: false,
    };
    value::find(text, value, ask, marks, found).max(at)
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

/// The key before the separator at `at`, without quotation marks and brackets round it.
fn key_before(text: &[u8], at: usize) -> Option<Range> {
    let mut end = at;
    while at - end < WIDEST && matches!(before(text, end), b' ' | b'\t') {
        end -= 1;
    }
    end -= usize::from(before(text, end) == b']');
    if matches!(before(text, end), b'"' | b'\'') {
        end = back(text, end - 1, 0, |b| b == b'\\');
    }
    if !may_end(&text[..end]) {
        return None;
    }
    let start = back(text, end, end.saturating_sub(Key::LONGEST), |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
    });
    (start < end).then_some(start..end)
}

/// Whether some word, or the plural of one, may end here: `user_id` ends like `userid`.
fn may_end(head: &[u8]) -> bool {
    let mut letters = head.iter().rev().take(8).filter(|b| !matches!(b, b'_' | b'-' | b'.'));
    let mut last = || letters.next().copied().unwrap_or_default();
    let (d, c, b, a) = (last(), last(), last(), last());
    words::may_end([b, c, d]) || matches!(d, b's' | b'S') && words::may_end([a, b, c])
}

/// The word of a key; the plural (`tokens: [..]`) counts before a list only, else it is a number of things.
fn known_word(text: &[u8], name: Range, value: usize) -> Option<&'static Word> {
    let written = &text[name];
    let value = crate::detect::text::skip(text, value, |b| b == b' ');
    match written {
        [singular @ .., b's' | b'S'] if byte(text, value) == b'[' => Key::new(singular).word(),
        _ => Key::new(written).word(),
    }
}
