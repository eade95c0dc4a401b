//! `private_key`: the body between the BEGIN and END lines of a PEM private key (RFC 7468), over several lines or in one string.

use crate::detect::text::{Range, line_end, skip};

const BEGIN: &[u8] = b"-----BEGIN ";
const LABEL: &[u8] = b"PRIVATE KEY";
const END: &[u8] = b"-----END ";

/// Whether a key block is open at a line's end; carried from line to line of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// True between a BEGIN line and what ends it.
    pub is_open: bool,
}

/// Finds the bodies of key blocks in whole lines; `block` is the state before and after them.
pub fn find_all(text: &[u8], block: &mut Block, mut found: impl FnMut(Range)) {
    if !block.is_open && memchr::memmem::find(text, LABEL).is_none() {
        return;
    }
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
    while let Some(start) = after_begin(text, at..line.end) {
        block.is_open = true;
        at = rest_of_line(text, start..line.end, block, found);
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
        (named && end - dashes >= 5).then_some(end)
    })
}

/// After a BEGIN mark on the same line: a body in one string (`\n` escapes or spaces) up to END, the quotation mark or the line's end.
fn rest_of_line(text: &[u8], range: Range, block: &mut Block, found: &mut impl FnMut(Range)) -> usize {
    let rest = &text[range.clone()];
    let stop = memchr::memmem::find(rest, END).or_else(|| memchr::memchr2(b'"', b'\'', rest));
    let end = range.start + stop.unwrap_or(rest.len());
    block.is_open = stop.is_none();
    report(text, range.start..end, found);
    end
}

/// A line inside a block: up to END, or the whole line, or its last word; a line that holds no key text ends the block.
fn body(text: &[u8], line: Range, block: &mut Block, found: &mut impl FnMut(Range)) -> usize {
    let content = &text[line.clone()];
    if let Some(end) = memchr::memmem::find(content, END) {
        block.is_open = false;
        report(text, line.start..line.start + end, found);
        return line.start + end + END.len();
    }
    let start = key_text(content);
    block.is_open = start.is_some();
    if let Some(start) = start {
        report(text, line.start + start..line.end, found);
        return line.end;
    }
    line.start
}

/// Where the key text of a body line begins: at its start (also headers and blank lines), or at a long last word after a prefix.
fn key_text(line: &[u8]) -> Option<usize> {
    let content = line.trim_ascii();
    if content.iter().all(|&b| is_base64(b)) || is_header(content) {
        return Some(0);
    }
    let word = content.iter().rposition(|&b| !is_base64(b)).map_or(0, |index| index + 1);
    (content.len() - word >= 16).then(|| word + (line.len() - line.trim_ascii_start().len()))
}

fn is_header(content: &[u8]) -> bool {
    [&b"Proc-Type:"[..], b"DEK-Info:", b"Version:", b"Comment:"].iter().any(|name| content.starts_with(name))
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Reports a body without the white space and line-break escapes round it, if anything is left.
fn report(text: &[u8], range: Range, found: &mut impl FnMut(Range)) {
    let (mut start, mut end) = (range.start, range.end);
    loop {
        match &text[start..end] {
            [b' ' | b'\t' | b'\r' | b'-', ..] => start += 1,
            [b'\\', b'n' | b'r', ..] => start += 2,
            [.., b'\\', b'n' | b'r'] => end -= 2,
            [.., b' ' | b'\t' | b'\r' | b'\\'] => end -= 1,
            _ => break,
        }
    }
    if start < end {
        found(start..end);
    }
}
