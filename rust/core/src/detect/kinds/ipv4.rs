//! `ipv4`: four octets. Anchored at the third of three dots between digits.

use crate::detect::text::{Range, back, before, byte, escape_ends, is_word, past_escape_digits, skip};

/// The address whose third dot stands at `dot`. Loopback, the wildcard and the broadcast address are nobody's and stay.
#[must_use]
pub fn find(text: &[u8], dot: usize) -> Option<Range> {
    let mut start = dot + 1;
    for _ in 0..3 {
        if byte(text, start - 1) != b'.' {
            return None;
        }
        start = back(text, start - 1, start.saturating_sub(5), |b| b.is_ascii_digit());
    }
    let start = back(text, start, start.saturating_sub(4), |b| b.is_ascii_digit());
    if goes_on_before(text, start) {
        return None;
    }
    let later = || Some(past_escape_digits(text, start)).filter(|&later| later > start);
    find_from(text, start).or_else(|| find_from(text, later()?))
}

fn find_from(text: &[u8], start: usize) -> Option<Range> {
    let (end, octets) = parse(text, start)?;
    let alone = follows_no_word(text, start) && stands_alone(text, end);
    (alone && !is_nobodys(octets) && !is_version(text, start)).then_some(start..end)
}

/// The end and the octets of the dotted quad that begins at `start`.
#[must_use]
pub fn parse(text: &[u8], start: usize) -> Option<(usize, [u8; 4])> {
    let (mut at, mut octets) = (start, [0; 4]);
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            at = (byte(text, at) == b'.').then_some(at + 1)?;
        }
        let end = skip(text, at, |b| b.is_ascii_digit()).min(at + 4);
        *octet = decimal(&text[at..end])?;
        at = end;
    }
    Some((at, octets))
}

fn decimal(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 3 {
        return None;
    }
    let value = digits.iter().fold(0_u16, |value, digit| value * 10 + u16::from(digit - b'0'));
    u8::try_from(value).ok()
}

/// Whether more of a number with dots stands before `start`.
fn goes_on_before(text: &[u8], start: usize) -> bool {
    start > 1 && text[start - 1] == b'.' && text[start - 2].is_ascii_digit()
}

fn follows_no_word(text: &[u8], start: usize) -> bool {
    let previous = before(text, start);
    !goes_on_before(text, start) && (!is_word(previous) || previous == b'_' || escape_ends(text, start))
}

fn stands_alone(text: &[u8], end: usize) -> bool {
    let next = byte(text, end);
    let longer_number = next == b'.' && byte(text, end + 1).is_ascii_digit();
    !longer_number && (!is_word(next) || next == b'_')
}

const fn is_nobodys(octets: [u8; 4]) -> bool {
    matches!(octets, [127, ..] | [0, 0, 0, 0] | [255, 255, 255, 255])
}

/// `version 1.8.6.154`, `ver=1.8.6.154`, `Chrome/120.0.0.0`: four numbers, but not an address.
fn is_version(text: &[u8], start: usize) -> bool {
    let gap =
        back(text, start, start.saturating_sub(3), |b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\\' | b'/' | b'-'));
    let word = back(text, gap, gap.saturating_sub(20), |b| b.is_ascii_alphabetic());
    let is_known =
        ["version", "ver", "release", "v"].iter().any(|k| text[word..gap].eq_ignore_ascii_case(k.as_bytes()));
    gap < start && (is_known || is_product(text, word..gap, start))
}

/// A product before its version (RFC 9110 section 10.1.5), and no part of a path.
fn is_product(text: &[u8], word: Range, start: usize) -> bool {
    word.end + 1 == start
        && text[word.end] == b'/'
        && text[word.clone()].first().is_some_and(u8::is_ascii_uppercase)
        && matches!(before(text, word.start), b' ' | b'"' | b'(' | b'\'' | b'\n')
}
