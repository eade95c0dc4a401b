//! Third step of masking: does a piece stand in JSON as a bare number? Then what replaces it needs quotation marks, or the line
//! is no JSON any more (`docs/spec/sealed-value.md` section 3, `bare`).

use crate::detect::text::{Range, back, before, byte, line_end, skip};

/// A number in JSON: all of its characters, and how many backslashes stand before each quotation mark of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The whole token.
    pub range: Range,
    /// Depth of escaping: 0 in a document, 1 in a document that is a string of another one, then 3, 7 ...
    pub slashes: usize,
}

/// Remembers what was read of a line, so that it is read once however many numbers it has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    line: Option<Line>,
    /// End of the last token that was asked about, and what the answer was: its neighbours in an array have the same.
    token: usize,
    answer: Option<usize>,
}

/// A line read up to `at`: whether it begins like a JSON document, and whether a string is open there.
#[derive(Clone, Copy, Debug)]
struct Line {
    at: usize,
    is_document: bool,
    is_inside: bool,
}

/// The JSON number that `piece` is, or is part of.
pub fn bare_number(text: &[u8], piece: &Range, cursor: &mut Cursor) -> Option<Number> {
    if !text[piece.clone()].iter().all(|&b| is_numeric(b)) {
        return None;
    }
    let start = back(text, piece.start, piece.start.saturating_sub(LONGEST), is_numeric);
    let end = skip(&text[..text.len().min(piece.end + LONGEST)], piece.end, is_numeric);
    if !(text[start] == b'-' || text[start].is_ascii_digit()) {
        return None;
    }
    let slashes = place(text, start, cursor);
    (cursor.token, cursor.answer) = (end, slashes);
    is_end(text, end).then_some(Number { range: start..end, slashes: slashes? })
}

/// Whether a JSON number may end at `end`: before what separates or closes, or before the end of a line of a printed document.
fn is_end(text: &[u8], end: usize) -> bool {
    matches!(byte(text, skip(text, end, is_blank)), b',' | b'}' | b']' | b'\n' | b'\r')
}

/// The longest number whose rest is looked for.
const LONGEST: usize = 64;

const fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The escaping of the document in which a value may begin at `start`: after `"key":`, or in an array.
fn place(text: &[u8], start: usize, cursor: &mut Cursor) -> Option<usize> {
    let end = back(text, start, start.saturating_sub(LONGEST), is_blank);
    match before(text, end) {
        b':' => key_slashes(text, end - 1),
        b'[' => array_slashes(text, end - 1, start, cursor),
        b',' => {
            let floor = cursor.token.min(end);
            let open = back(text, end, floor, |b| is_numeric(b) || is_blank(b) || b == b',');
            match before(text, open) {
                _ if open == floor && floor > 0 => cursor.answer,
                b'[' => array_slashes(text, open - 1, start, cursor),
                _ => in_document(text, start, cursor).then_some(0),
            }
        }
        _ => None,
    }
}

/// The escaping of the document whose array opens at `bracket`.
fn array_slashes(text: &[u8], bracket: usize, start: usize, cursor: &mut Cursor) -> Option<usize> {
    let end = back(text, bracket, bracket.saturating_sub(LONGEST), is_blank);
    match before(text, end) {
        b':' => key_slashes(text, end - 1),
        _ => in_document(text, start, cursor).then_some(0),
    }
}

/// How many backslashes stand before the quotation mark that closes the key before the colon at `colon`.
fn key_slashes(text: &[u8], colon: usize) -> Option<usize> {
    let mark = back(text, colon, colon.saturating_sub(LONGEST), is_blank).checked_sub(1)?;
    let first = back(text, mark, mark.saturating_sub(LONGEST), |b| b == b'\\');
    (text[mark] == b'"').then_some(mark - first)
}

/// Whether `at` is outside of strings in a line that begins like a JSON document, or in an object behind other text.
fn in_document(text: &[u8], at: usize, cursor: &mut Cursor) -> bool {
    let from = cursor.line.map_or(0, |line| line.at).min(at);
    let mut line = match (cursor.line, memchr::memrchr(b'\n', &text[from..at])) {
        (Some(line), None) => line,
        (_, feed) => Line::at(text, feed.map_or(0, |index| from + index + 1)),
    };
    let is_within = line.at <= at;
    line.read_to(text, at);
    cursor.line = Some(line);
    line.is_document && !line.is_inside && is_within
}

impl Line {
    fn at(text: &[u8], start: usize) -> Self {
        if matches!(byte(text, skip(text, start, is_blank)), b'{' | b'[') {
            return Self { at: start, is_document: true, is_inside: false };
        }
        let object = memchr::memmem::find(&text[start..line_end(text, start)], b"{\"");
        Self { at: start + object.unwrap_or(0), is_document: object.is_some(), is_inside: false }
    }

    fn read_to(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            let Some(length) = memchr::memchr2(b'\\', b'"', &text[self.at..to]) else {
                self.at = to;
                return;
            };
            let mark = self.at + length;
            self.is_inside ^= text[mark] == b'"';
            self.at = mark + if text[mark] == b'"' { 1 } else { 2 };
        }
    }
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

    /// The last member of a printed document stands before a line end.
    #[test]
    fn before_a_line_end() {
        assert_eq!(number("  \"pan\": 4111111111111111\n}", "411"), Some(("4111111111111111".into(), 0)));
        assert_eq!(number("  pan: 4111111111111111\n", "411"), None);
    }

    /// An array after a key has its document's depth, and each of its numbers has it.
    #[test]
    fn in_arrays_after_keys() {
        let text = r#"INFO {\"pans\":[4111111111111111, 5500005555555559]}"#;
        let mut cursor = Cursor::default();
        for part in ["4111111111111111", "5500005555555559"] {
            let start = text.find(part).expect("the part stands in the text");
            let found = bare_number(text.as_bytes(), &(start..start + part.len()), &mut cursor).expect("a number");
            assert_eq!(found.slashes, 1);
        }
    }

    /// A number in a list of mixed values is one in an object behind other text too, and none before it or in its strings.
    #[test]
    fn behind_other_text() {
        let text = r#"INFO "it's", 1, {"a":["x", 4111111111111111, true], "b":"y, 5500005555555559, z"}"#;
        assert_eq!(number(text, "4111111111111111"), Some(("4111111111111111".into(), 0)));
        assert_eq!(number(text, "5500005555555559"), None);
        assert_eq!(number(text, "1"), None);
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
