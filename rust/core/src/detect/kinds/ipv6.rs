//! `ipv6`: eight groups, or fewer with one `::`, or an IPv4 tail (RFC 4291 section 2.2).

use crate::detect::kinds::ipv4;
use crate::detect::text::{Range, back, before, byte, escape_ends, is_word, past_escape_digits, skip};

/// The longest an address can be: six groups of four, their colons and a dotted quad.
const LONGEST: usize = 45;

/// The address that holds the colon at `colon`, and where the run of hexadecimal digits and colons ends that was looked at.
#[must_use]
pub fn find(text: &[u8], colon: usize, floor: usize) -> (Option<Range>, usize) {
    let run = back(text, colon, floor.max(colon.saturating_sub(LONGEST)), is_part);
    // An address has a `::`, or a colon with four groups before it: where it begins later than that, a later colon finds it.
    if colon - run < 7 && before(text, colon) != b':' {
        return (None, floor);
    }
    let run_end = skip(text, colon, is_part);
    // `a::b` is nobody's.
    if run_end - run < 5 && !text[run..run_end].iter().any(u8::is_ascii_digit) {
        return (None, run_end);
    }
    let found = start_in(text, run).and_then(|start| parse(text, start).map(|end| start..end));
    (found.filter(|range| is_somebodys(&text[range.clone()])), run_end)
}

const fn is_part(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':'
}

/// Where an address may begin in the run at `run`: at its start, or after the colon of a key or of a number that is no group
/// (`addr:2001:db8::1`, `node:2001::1`, `01322001:db8::1`).
fn start_in(text: &[u8], run: usize) -> Option<usize> {
    let run = past_escape_digits(text, run);
    let previous = before(text, run);
    let free = !is_word(previous) && !matches!(previous, b'.' | b':') || escape_ends(text, run);
    let key = skip(&text[..text.len().min(run + LONGEST)], run, |b| b.is_ascii_hexdigit());
    let is_key = byte(text, key) == b':' && byte(text, key + 1) != b':' && !is_part(previous);
    match key - run {
        1..=4 if free => Some(run),
        _ if is_key => Some(key + 1),
        _ => free.then_some(run),
    }
}

/// The end of the address that begins at `start`.
fn parse(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut groups, mut gap) = (start, 0_u8, false);
    let mut end = start;
    if text[start..].starts_with(b"::") {
        (at, gap, end) = (start + 2, true, start + 2);
    }
    while groups < 8 {
        let group = skip(text, at, |b| b.is_ascii_hexdigit());
        if byte(text, group) == b'.'
            && let Some((tail, _)) = ipv4::parse(text, at).filter(|_| groups <= 6)
        {
            return (gap || groups == 6).then_some(tail).filter(|&end| is_free(text, end));
        }
        if group == at || group - at > 4 {
            break;
        }
        (groups, end) = (groups + 1, group);
        match text.get(group..) {
            Some([b':', b':', ..]) if !gap => (gap, at, end) = (true, group + 2, group + 2),
            Some([b':', ..]) => at = group + 1,
            _ => break,
        }
    }
    let whole = |groups: u8| if gap { (1..8).contains(&groups) } else { groups == 8 };
    if whole(groups) && is_free(text, end) {
        return Some(end);
    }
    (gap && whole(groups - u8::from(groups > 0))).then(|| before_word(text, start, end)).flatten()
}

/// `2001:db8::1:error`, `2001:db8::error`: the last group is the beginning of a word, so the address ends before it.
fn before_word(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let word = back(text, end, start, |b| b.is_ascii_hexdigit());
    let is_gap = text[start..word].ends_with(b"::");
    (is_word(byte(text, end)) && word > start).then_some(if is_gap { word } else { word - 1 })
}

/// After the address: no more of a word, and no more groups; a port may follow.
fn is_free(text: &[u8], end: usize) -> bool {
    let next = byte(text, end);
    if next != b':' {
        return !is_word(next);
    }
    let port = skip(&text[..text.len().min(end + 8)], text.len().min(end + 1), |b| b.is_ascii_digit());
    if port > end + 1 {
        return port <= end + 6 && !is_word(byte(text, port)) && byte(text, port) != b':';
    }
    !byte(text, end + 1).is_ascii_hexdigit()
}

/// `::1`, all zeros and `fe80::` are nobody's; `a::b` is a path in a program, and eight pairs are the bytes of something else.
fn is_somebodys(address: &[u8]) -> bool {
    let (mut digits, mut zeros, mut groups, mut decimal, mut previous) = (0, 0, 0, false, b':');
    for &byte in address {
        digits += usize::from(byte.is_ascii_hexdigit());
        zeros += usize::from(byte == b'0');
        groups += usize::from(byte != b':' && previous == b':');
        decimal |= byte.is_ascii_digit();
        previous = byte;
    }
    let loopback = zeros + 1 == digits && previous == b'1' && !address.contains(&b'.');
    let pairs = address.len() == 23 && address.iter().skip(2).step_by(3).all(|&b| b == b':');
    let prefix = groups == 1 && address.ends_with(b"::");
    digits > zeros && !loopback && !pairs && !prefix && (decimal || groups >= 3)
}
