//! `private_key`: the body between the BEGIN and END lines of a PEM private key (RFC 7468), over several lines or in one string.

use crate::detect::keys::masks::{is_nothing, mask_length};
use crate::detect::text::{Range, back, byte, line_end, skip};

const BEGIN: &[u8] = b"-----BEGIN ";
const LABEL: &[u8] = b"PRIVATE KEY";
const END: &[u8] = b"-----END ";

/// Whether a key block is open at a line's end; carried from line to line of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// True between a BEGIN line and what ends it.
    pub is_open: bool,
}

/// Whether a text names a private key: if not, and no block is open, there is nothing to find.
#[must_use]
pub fn is_named(text: &[u8]) -> bool {
    memchr::memmem::find(text, LABEL).is_some()
}

/// Finds the bodies of key blocks in whole lines; `block` is the state before and after them.
pub fn find_all(text: &[u8], block: &mut Block, mut found: impl FnMut(Range)) {
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        in_line(text, at..end, block, &mut found);
        at = end + 1;
    }
}

/// One line may close a block, hold a part of its body, and open another.
fn in_line(text: &[u8], line: Range, block: &mut Block, found: &mut impl FnMut(Range)) {
    let mut at = line.start;
    if block.is_open {
        at = body(text, line.clone(), block, found);
    }
    let mut may_end = true;
    while let Some(start) = after_begin(text, at..line.end) {
        // Where no END follows one BEGIN, none follows the next.
        let end = if may_end { memchr::memmem::find(&text[start..line.end], END) } else { None };
        may_end = end.is_some();
        at = rest_of_line(text, start..line.end, end, block, found);
    }
}

/// The index after a BEGIN mark of a private key.
fn after_begin(text: &[u8], range: Range) -> Option<usize> {
    let line = &text[..range.end];
    memchr::memmem::find_iter(&text[range.clone()], BEGIN).find_map(|begin| {
        let label = range.start + begin + BEGIN.len();
        let dashes = skip(line, label, |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ');
        let end = skip(line, dashes, |b| b == b'-');
        let name = &line[label..dashes];
        let named = name.ends_with(LABEL) || name.ends_with(b"PRIVATE KEY BLOCK");
        (named && end - dashes >= 5).then_some(dashes + 5)
    })
}

/// After a BEGIN mark on the same line: a body in one string (`\n` escapes or spaces) up to END, the quotation mark or the line's end.
fn rest_of_line(
    text: &[u8],
    range: Range,
    end: Option<usize>,
    block: &mut Block,
    found: &mut impl FnMut(Range),
) -> usize {
    let stop = end.or_else(|| memchr::memchr2(b'"', b'\'', &text[range.clone()]));
    let body = range.start..range.start + stop.unwrap_or(range.len());
    let content = &text[body.clone()];
    let holds_key = if mask_length(content) > 0 {
        // What was masked was the key.
        runs(text, body.clone(), found) | is_nothing(content)
    } else {
        report(text, body.clone(), found)
    };
    // `{"log":"-----BEGIN PRIVATE KEY-----\n","stream":"stdout"}` holds nothing of the key: it follows on the next lines.
    block.is_open = end.is_none() && (stop.is_none() || !holds_key && !body.is_empty());
    body.end
}

/// A line inside a block: up to END, or the whole line, or the key text in it; a line that holds none ends the block.
fn body(text: &[u8], line: Range, block: &mut Block, found: &mut impl FnMut(Range)) -> usize {
    let end = memchr::memmem::find(&text[line.clone()], END).map(|index| line.start + index);
    let content = line.start..end.unwrap_or(line.end);
    if memchr::memmem::find(&text[content.clone()], BEGIN).is_some() {
        // Another block begins, and the mark of this one's end is its own.
        block.is_open = false;
        return line.start;
    }
    let is_key = if is_sealed(&text[content.clone()]) {
        false
    } else if is_whole(&text[content.clone()]) {
        report(text, content.clone(), found);
        true
    } else {
        runs(text, content.clone(), found)
    };
    block.is_open = end.is_none() && is_key;
    match end {
        Some(end) => end + END.len(),
        None if is_key => line.end,
        None => line.start,
    }
}

/// Whether a value on the line was sealed before: then so was the key, if there was one. No key text holds an underscore.
fn is_sealed(line: &[u8]) -> bool {
    memchr::memmem::find_iter(line, b"pii1").any(|start| line.get(start + 5) == Some(&b'_'))
}

/// Key text from end to end, a header, or nothing.
fn is_whole(line: &[u8]) -> bool {
    let content = line.trim_ascii();
    content.iter().all(|&b| is_base64(b)) || is_header(content)
}

/// The key text after or between what a log puts round it: every long run. The escape that ends a line of JSON is no part of it.
fn runs(text: &[u8], line: Range, found: &mut impl FnMut(Range)) -> bool {
    let (mut at, mut any) = (line.start, false);
    while at < line.end {
        let end = skip(&text[..line.end], at, is_base64);
        if end - at >= 16 {
            found(at..end);
            any = true;
        }
        at = end + if byte(text, end) == b'\\' { 2 } else { 1 };
    }
    any
}

fn is_header(content: &[u8]) -> bool {
    [&b"Proc-Type:"[..], b"DEK-Info:", b"Version:", b"Comment:"].iter().any(|name| content.starts_with(name))
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Reports a body without the white space and line-break escapes round it, if anything is left.
fn report(text: &[u8], range: Range, found: &mut impl FnMut(Range)) -> bool {
    let start = trimmed_start(text, range.clone());
    let end = trimmed_end(text, start..range.end);
    let is_key = start < end && !is_nothing(&text[start..end]);
    if is_key {
        found(start..end);
    }
    is_key
}

/// After white space, dashes and escapes of line breaks at any depth. Each run of backslashes is read once.
fn trimmed_start(text: &[u8], range: Range) -> usize {
    let (mut start, end) = (range.start, range.end);
    while start < end {
        start = match text[start] {
            b' ' | b'\t' | b'\r' | b'-' => start + 1,
            b'\\' => {
                let letter = skip(&text[..end], start, |b| b == b'\\');
                if letter == end || !matches!(text[letter], b'n' | b'r') {
                    break;
                }
                letter + 1
            }
            _ => break,
        };
    }
    start
}

/// Before white space, backslashes and escapes of line breaks at any depth.
fn trimmed_end(text: &[u8], range: Range) -> usize {
    let (start, mut end) = (range.start, range.end);
    loop {
        end = match &text[start..end] {
            [.., b'\\', b'n' | b'r'] => back(text, end - 1, start, |b| b == b'\\'),
            [.., b' ' | b'\t' | b'\r' | b'\\'] => end - 1,
            _ => return end,
        };
    }
}
