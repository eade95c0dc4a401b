//! Values that a column gives away: `INSERT INTO users (email, password) VALUES ('ann@example.com', 'hunter2')`.

use super::Ask;
use super::context::words_of_columns;
use super::shapes::report;
use crate::detect::text::{Range, byte, skip};
use crate::kind::Kind;

/// The longest value, and the most rows, that are read.
const LONGEST: usize = 4096;

/// Finds the values of the list that opens at `open`, and of the lists after it; returns where they were read to, or `open`.
pub fn find(text: &[u8], open: usize, found: &mut impl FnMut(Range, Kind)) -> usize {
    let Some(words) = words_of_columns(text, open) else { return open };
    let mut at = open;
    while byte(text, at) == b'(' {
        at += 1;
        for word in &words {
            let (value, end) = item(text, at);
            if let Some((kind, shape)) = word.and_then(|word| Some((word.kind?, word.shape))) {
                let ask = Ask { is_assignment: true, is_quoted: true, ..Ask::new(kind, shape) };
                report(text, value, ask, found);
            }
            at = end + usize::from(byte(text, end) == b',');
            if byte(text, end) != b',' {
                break;
            }
        }
        at += usize::from(byte(text, at) == b')');
        at = skip(text, at, |b| matches!(b, b',' | b' '));
    }
    at
}

/// The item of a list that begins at `from`, without its quotation marks, and the index of what ends it.
fn item(text: &[u8], from: usize) -> (Range, usize) {
    let limit = text.len().min(from + LONGEST);
    let start = skip(&text[..limit], from, |b| b == b' ');
    let slashes = skip(&text[..limit], start, |b| b == b'\\') - start;
    let mark = byte(text, start + slashes);
    if !matches!(mark, b'\'' | b'"') {
        let end = skip(&text[..limit], start, |b| !matches!(b, b',' | b')' | b'\n'));
        return (start..end, end);
    }
    let body = start + slashes + 1;
    let mut close = skip(&text[..limit], body, |b| b != mark && b != b'\n');
    while byte(text, close) == mark && byte(text, close + 1) == mark {
        close = skip(&text[..limit], limit.min(close + 2), |b| b != mark && b != b'\n');
    }
    let end = skip(&text[..limit], limit.min(close + 1), |b| !matches!(b, b',' | b')' | b'\n'));
    (body..(close - slashes.min(close - body)), end)
}
