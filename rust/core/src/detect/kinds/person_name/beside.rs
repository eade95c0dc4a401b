//! Names beside an e-mail address that is made of them: `Burak Aydin <burak.aydin@example.com>`, `7,Ann Lee,ann@example.com`.

use super::{folded, is_letter};
use crate::detect::text::{Range, back, before, byte, skip};

/// How far a name may be.
const FAR: usize = 64;

/// The name before or after the address, if one of its words is part of the address's first half.
#[must_use]
pub fn find(text: &[u8], address: &Range) -> [Option<Range>; 2] {
    let names = [name_before(text, address.start), name_after(text, address.end)];
    if names == [None, None] {
        return names;
    }
    let end = skip(&text[..address.end], address.start, |b| !matches!(b, b'@' | b'%' | b'\\'));
    let local: Vec<u8> = folded(&text[address.start..end]).collect();
    names.map(|range| range.filter(|range| shares(&local, &text[range.clone()])))
}

const fn is_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b'<' | b'>' | b',' | b'"' | b'\'' | b'(' | b'\\')
}

fn name_before(text: &[u8], start: usize) -> Option<Range> {
    let end = back(text, start, start.saturating_sub(6), is_mark);
    let first = back(text, end, end.saturating_sub(FAR), |b| is_letter(b) || b == b' ');
    let first = skip(&text[..end], first, |b| b == b' ');
    (end < start).then(|| last_words(text, first..end)).flatten()
}

fn name_after(text: &[u8], end: usize) -> Option<Range> {
    let start = skip(&text[..text.len().min(end + 6)], end, is_mark);
    let last = skip(&text[..text.len().min(start + FAR)], start, |b| is_letter(b) || b == b' ');
    let last = back(text, last, start, |b| matches!(b, b' ' | b'\'' | b'-'));
    let is_field = matches!(byte(text, last), b'"' | b'\'' | b',' | b'\n' | b'\r' | b')' | b'\\');
    (start > end && last > start && is_field && is_name(&text[start..last])).then_some(start..last)
}

/// The capitalised words at the end of a range, at most four.
fn last_words(text: &[u8], range: Range) -> Option<Range> {
    let mut start = range.end;
    for _ in 0..4 {
        let end = back(text, start, range.start, |b| b == b' ');
        let word = back(text, end, range.start, is_letter);
        if word == end || !begins(text[word]) {
            break;
        }
        start = word;
        if word == range.start || before(text, word) != b' ' {
            break;
        }
    }
    (start < range.end).then_some(start..range.end)
}

fn is_name(content: &[u8]) -> bool {
    let mut words = content.split(|&b| b == b' ');
    words.clone().count() <= 4 && words.all(|word| word.first().is_some_and(|&b| begins(b)))
}

const fn begins(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte >= 0x80
}

/// Whether a word of three letters or more of the name is part of the address.
fn shares(local: &[u8], name: &[u8]) -> bool {
    name.split(|&b| b == b' ').any(|word| {
        let word: Vec<u8> = folded(word).collect();
        word.len() >= 3 && local.windows(word.len()).any(|part| part == word)
    })
}
