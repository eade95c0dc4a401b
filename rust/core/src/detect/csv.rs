//! Comma-separated lines under a header: the first line of a text or stream names columns, and those that are keys give their values
//! away.

use super::keys::shapes::report;
use super::keys::{Ask, context};
use super::spec::{Shape, Word};
use super::text::{Range, back, line_end, skip};
use crate::kind::Kind;

/// The columns that the first line of a stream named; carried from call to call.
#[derive(Clone, Default)]
pub struct Header {
    is_read: bool,
    separator: u8,
    columns: Vec<Option<&'static Word>>,
}

/// More columns than this are no table that somebody reads.
const MOST: usize = 256;

impl Header {
    /// What has no header: a line in the middle of a text.
    #[must_use]
    pub const fn none() -> Self {
        Self { is_read: true, separator: b',', columns: Vec::new() }
    }

    /// Whether lines have to be looked at: the header was not read yet, or it names a key.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        !self.is_read || !self.columns.is_empty()
    }

    /// Finds the values of whole lines, the first of which may be the header.
    pub fn find_all(&mut self, text: &[u8], mut found: impl FnMut(Range, Kind)) {
        let mut at = 0;
        if !self.is_read {
            at = line_end(text, 0);
            self.read(&text[..at]);
        }
        while at < text.len() && !self.columns.is_empty() {
            let end = line_end(text, at);
            self.line(text, at..end, &mut found);
            at = end + 1;
        }
    }

    /// Reads the first line: at least two names of letters, digits and blanks, one of which is a key.
    fn read(&mut self, line: &[u8]) {
        self.is_read = true;
        let line = line.trim_ascii_end();
        let Some(separator) = [b',', b';', b'\t', b'|'].into_iter().find(|separator| line.contains(separator)) else {
            return;
        };
        let is_name = |written: &[u8]| {
            let name = written.trim_ascii();
            // `Hello, the password` is prose.
            let is_prose = separator != b'|' && written.starts_with(b" ") && name.contains(&b' ');
            !is_prose
                && !name.is_empty()
                && name.len() <= 48
                && name.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b'"'))
                && name.iter().any(u8::is_ascii_alphabetic)
        };
        let names: Vec<&[u8]> = line.split(|&b| b == separator).take(MOST + 1).collect();
        if names.len() > MOST || !names.iter().all(|name| is_name(name)) {
            return;
        }
        let columns: Vec<_> = names.iter().map(|name| word_of(name)).collect();
        if columns.iter().any(Option::is_some) {
            (self.separator, self.columns) = (separator, columns);
        }
    }

    fn line(&self, text: &[u8], line: Range, found: &mut impl FnMut(Range, Kind)) {
        let mut at = line.start;
        for column in &self.columns {
            let (value, end) = self.field(text, at..line.end);
            if let Some((kind, shape)) = column.and_then(|word| Some((word.kind?, word.shape))) {
                let shape = if matches!(shape, Shape::Name) { Shape::Person } else { shape };
                let ask = Ask { is_assignment: true, is_quoted: true, ..Ask::new(kind, shape) };
                report(text, value, ask, found);
            }
            if end >= line.end {
                return;
            }
            at = end + 1;
        }
    }

    /// The field that begins a range, without its quotation marks, and the index of what ends it.
    fn field(&self, text: &[u8], range: Range) -> (Range, usize) {
        let line = &text[..range.end];
        if line.get(range.start) == Some(&b'"') {
            let close = skip(line, range.start + 1, |b| b != b'"');
            let end = skip(line, close, |b| b != self.separator);
            return (range.start + 1..close.max(range.start + 1), end);
        }
        let end = skip(line, range.start, |b| b != self.separator);
        let start = skip(&text[..end], range.start, |b| b == b' ' && self.separator == b'|');
        (start..back(text, end, start, |b| matches!(b, b'\r' | b' ')), end)
    }
}

/// The word of a column; blanks part its words as underscores do.
fn word_of(name: &[u8]) -> Option<&'static Word> {
    let joined: Vec<u8> = name.trim_ascii().iter().map(|&b| if b == b' ' { b'_' } else { b }).collect();
    context::word_of(&joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut ranges = Vec::new();
        Header::default().find_all(text.as_bytes(), |range, _| ranges.push(range));
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    /// Columns with a known name give their values away, quoted or not; a first line of prose is no header.
    #[test]
    fn columns() {
        assert_eq!(
            found("id,first name,password\n7,ann,hunter2\n8,\"Bo, B\",x y\n"),
            ["ann", "hunter2", "Bo, B", "x y"]
        );
        assert_eq!(found("id;user\r\n7;ann\r\n"), ["ann"]);
        assert_eq!(found("Hello, the password\nx,y\n"), Vec::<&str>::new());
        assert_eq!(found("id,total\n1,2\n"), Vec::<&str>::new());
    }
}
