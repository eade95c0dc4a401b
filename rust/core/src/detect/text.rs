//! Small questions about the bytes round a candidate, shared by the parsers of kinds and keys.

/// A byte range of a line, end exclusive.
pub type Range = core::ops::Range<usize>;

/// The byte before `at`, or a line feed at the start of the text.
#[must_use]
pub fn before(text: &[u8], at: usize) -> u8 {
    if at == 0 { b'\n' } else { text[at - 1] }
}

/// The byte at `at`, or a line feed past the end of the text.
#[must_use]
pub fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(b'\n')
}

/// `A-Z a-z 0-9 _`
#[must_use]
pub const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The first index at or after `from` whose byte does not fit.
#[must_use]
pub fn skip(text: &[u8], from: usize, fits: impl Fn(u8) -> bool) -> usize {
    text[from..].iter().position(|&b| !fits(b)).map_or(text.len(), |length| from + length)
}

/// The first index of the run of fitting bytes that ends before `to`, not before `floor`.
#[must_use]
pub fn back(text: &[u8], to: usize, floor: usize, fits: impl Fn(u8) -> bool) -> usize {
    text[floor..to].iter().rposition(|&b| !fits(b)).map_or(floor, |index| floor + index + 1)
}

/// Whether a value may begin at `at`: no letter, digit or underscore before it, unless that is the tail of an escape such as
/// `\n`, `%3A` or `\u003d`.
#[must_use]
pub fn starts(text: &[u8], at: usize) -> bool {
    !is_word(before(text, at)) || escape_ends(text, at)
}

/// Whether a value may end before `at`.
#[must_use]
pub fn ends(text: &[u8], at: usize) -> bool {
    !is_word(byte(text, at))
}

/// Whether an escape (`\n`, `\t`, `%3A`, `\u003d`, `\x1b[31m`) ends directly before `at`.
#[must_use]
pub fn escape_ends(text: &[u8], at: usize) -> bool {
    let head = &text[..at];
    match head {
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'] => true,
        [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => true,
        [.., b'\\', b'u', a, b, c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()),
        [.., b'm'] => ansi_ends(head),
        _ => false,
    }
}

/// Whether `head` ends with a colour code, `ESC [ digits and semicolons m`.
fn ansi_ends(head: &[u8]) -> bool {
    let end = head.len() - 1;
    let floor = end.saturating_sub(16);
    let start = back(head, end, floor, |b| b.is_ascii_digit() || b == b';');
    head[..start].ends_with(b"\x1b[")
}

/// The index of the line feed that ends the line of `from`, or the end of the text.
#[must_use]
pub fn line_end(text: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |length| from + length)
}
