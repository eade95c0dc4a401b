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

/// The first index at or after `from` whose byte does not fit, or the end of the text.
#[must_use]
pub fn skip(text: &[u8], from: usize, fits: impl Fn(u8) -> bool) -> usize {
    text.get(from..).unwrap_or_default().iter().position(|&b| !fits(b)).map_or(text.len(), |length| from + length)
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
        [.., b'm'] => ansi_start(head).is_some(),
        _ => false,
    }
}

/// Where the colour code begins that `head` ends with, `ESC [ digits and semicolons m`; written out or as `\u001b`, `\x1b`.
#[must_use]
pub fn ansi_start(head: &[u8]) -> Option<usize> {
    let end = head.len().checked_sub(1).filter(|&end| head[end] == b'm')?;
    let start = back(head, end, end.saturating_sub(16), |b| b.is_ascii_digit() || b == b';');
    let codes: [&[u8]; 5] = [b"\x1b[", b"\\u001b[", b"\\u001B[", b"\\x1b[", b"\\033["];
    codes.iter().find(|code| head[..start].ends_with(code)).map(|code| start - code.len())
}

/// Where a number goes on whose first digits, from `start` on, are the last ones of an escape (`%20192`, `\u0020192`); else `start`.
#[inline]
#[must_use]
pub fn past_escape_digits(text: &[u8], start: usize) -> usize {
    if !matches!(before(text, start), b'%' | b'u' | b'a'..=b'f' | b'A'..=b'F') {
        return start;
    }
    let is_number = |&at: &usize| byte(text, at).is_ascii_alphanumeric() && escape_ends(text, at);
    (start + 1..text.len().min(start + 5)).find(is_number).unwrap_or(start)
}

/// The index after the colour codes that begin at `at`.
#[must_use]
pub fn ansi_end(text: &[u8], at: usize) -> usize {
    let mut at = at;
    while byte(text, at) == 0x1b && byte(text, at + 1) == b'[' {
        let end = skip(&text[..text.len().min(at + 18)], at + 2, |b| b.is_ascii_digit() || b == b';');
        if byte(text, end) != b'm' {
            break;
        }
        at = end + 1;
    }
    at
}

/// The index of the line feed that ends the line of `from`, or the end of the text.
#[must_use]
pub fn line_end(text: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |length| from + length)
}
