//! Third step of masking: does a piece stand in JSON as a bare number? Then what replaces it needs quotation marks, or the line
//! is no JSON any more (`docs/spec/sealed-value.md` section 3, `bare`).

use crate::detect::text::{Range, back, before, byte, skip};

/// A number in JSON: all of its characters, and how many backslashes stand before each quotation mark of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The whole token.
    pub range: Range,
    /// Depth of escaping: 0 in a document, 1 in a document that is a string of another one, then 3, 7 ...
    pub slashes: usize,
}

/// Remembers whether a position of a line is inside a JSON string, so that a line is read once however many numbers it has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    line: usize,
    at: usize,
    is_inside: bool,
}

/// The JSON number that `piece` is, or is part of.
pub fn bare_number(text: &[u8], piece: &Range, cursor: &mut Cursor) -> Option<Number> {
    if !text[piece.clone()].iter().all(|&b| is_numeric(b)) {
        return None;
    }
    let start = back(text, piece.start, piece.start.saturating_sub(LONGEST), is_numeric);
    let end = skip(&text[..text.len().min(piece.end + LONGEST)], piece.end, is_numeric);
    let next = skip(text, end, is_blank);
    if !matches!(byte(text, next), b',' | b'}' | b']') || !(text[start] == b'-' || text[start].is_ascii_digit()) {
        return None;
    }
    let slashes = place(text, start, cursor)?;
    Some(Number { range: start..end, slashes })
}

/// The longest number whose rest is looked for.
const LONGEST: usize = 64;

const fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The escaping of the document in which a value may begin at `start`: after `"key":`, or in an array of a line of JSON.
fn place(text: &[u8], start: usize, cursor: &mut Cursor) -> Option<usize> {
    let end = back(text, start, start.saturating_sub(LONGEST), is_blank);
    match before(text, end) {
        b':' => key_slashes(text, end - 1),
        b'[' | b',' => in_array(text, start, cursor).then_some(0),
        _ => None,
    }
}

/// How many backslashes stand before the quotation mark that closes the key before the colon at `colon`.
fn key_slashes(text: &[u8], colon: usize) -> Option<usize> {
    let mark = back(text, colon, colon.saturating_sub(LONGEST), is_blank).checked_sub(1)?;
    let first = back(text, mark, mark.saturating_sub(LONGEST), |b| b == b'\\');
    (text[mark] == b'"').then_some(mark - first)
}

/// Whether `at` is outside of strings in a line that begins like a JSON document.
fn in_array(text: &[u8], at: usize, cursor: &mut Cursor) -> bool {
    let line = memchr::memrchr(b'\n', &text[cursor.at.min(at)..at]).map(|index| cursor.at + index + 1);
    if let Some(line) = line {
        *cursor = Cursor { line, at: line, is_inside: false };
    }
    while cursor.at < at {
        match text[cursor.at] {
            b'\\' => cursor.at += 1,
            b'"' => cursor.is_inside = !cursor.is_inside,
            _ => {}
        }
        cursor.at += 1;
    }
    let first = skip(text, cursor.line, is_blank);
    matches!(byte(text, first), b'{' | b'[') && !cursor.is_inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, part: &str) -> Option<(String, usize)> {
        let start = text.find(part).expect("the part stands in the text");
        let found = bare_number(text.as_bytes(), &(start..start + part.len()), &mut Cursor::default())?;
        Some((text[found.range].to_owned(), found.slashes))
    }

    /// A number after a key is one at every depth of escaping, and all of its characters belong to it.
    #[test]
    fn after_a_key() {
        assert_eq!(number(r#"{"pan": 4111111111111111}"#, "4111111111111111"), Some(("4111111111111111".into(), 0)));
        assert_eq!(number(r#""{\"pan\":4111111111111111,"#, "4111111111111111"), Some(("4111111111111111".into(), 1)));
        assert_eq!(
            number(r#"{"x":-4111111111111111.5e3}"#, "4111111111111111"),
            Some(("-4111111111111111.5e3".into(), 0))
        );
    }

    /// Numbers in text, in strings and outside of JSON get no quotation marks.
    #[test]
    fn elsewhere() {
        for text in
            ["card: 4111111111111111, ok", r#"{"x":"a, 4111111111111111, b"}"#, "f(4111111111111111, 4111111111111111)"]
        {
            assert_eq!(number(text, "4111111111111111"), None, "{text}");
        }
    }

    /// A number in an array of a line of JSON is one, on every line.
    #[test]
    fn in_arrays() {
        assert_eq!(number("[1, 4111111111111111]", "4111111111111111"), Some(("4111111111111111".into(), 0)));
        assert_eq!(
            number("x\n{\"a\":\"[\\\"\",\"b\":[4111111111111111]}", "4111111111111111"),
            Some(("4111111111111111".into(), 0))
        );
    }
}
