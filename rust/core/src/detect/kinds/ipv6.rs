//! `ipv6`: eight groups, or fewer with one `::`, or an IPv4 tail (RFC 4291 section 2.2).

use crate::detect::kinds::ipv4;
use crate::detect::text::{Range, back, byte, escape_ends, is_word, skip};

/// The longest an address can be: six groups of four, their colons and a dotted quad.
const LONGEST: usize = 45;

/// The address that holds the colon at `colon`, and where the run of hexadecimal digits and colons ends that was looked at.
#[must_use]
pub fn find(text: &[u8], colon: usize, floor: usize) -> (Option<Range>, usize) {
    let start = back(text, colon, floor.max(colon.saturating_sub(LONGEST)), |b| b.is_ascii_hexdigit() || b == b':');
    let run_end = skip(text, colon, |b| b.is_ascii_hexdigit() || b == b':');
    let found = starts_here(text, start).then(|| parse(text, start)).flatten();
    (found.map(|end| start..end).filter(|range| is_somebodys(&text[range.clone()])), run_end)
}

fn starts_here(text: &[u8], start: usize) -> bool {
    start == 0 || !is_word(text[start - 1]) && text[start - 1] != b'.' || escape_ends(text, start)
}

/// The end of the address that begins at `start`.
fn parse(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut groups, mut gap) = (start, 0_u8, false);
    let mut end = start;
    if text[start..].starts_with(b"::") {
        (at, gap, end) = (start + 2, true, start + 2);
    }
    while groups < 8 {
        if let Some((tail, _)) = ipv4::parse(text, at).filter(|_| groups <= 6) {
            return (gap || groups == 6).then_some(tail).filter(|&end| is_free(text, end));
        }
        let group = skip(text, at, |b| b.is_ascii_hexdigit());
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
    let whole = if gap { (1..8).contains(&groups) } else { groups == 8 };
    (whole && is_free(text, end)).then_some(end)
}

/// After the address: anything but more of a word; a colon may follow (a port, or the end of a clause).
fn is_free(text: &[u8], end: usize) -> bool {
    !is_word(byte(text, end))
}

/// `::1` and all zeros are nobody's; `a::b` is a path in a program rather than an address.
fn is_somebodys(address: &[u8]) -> bool {
    let digits = address.iter().filter(|b| b.is_ascii_hexdigit()).count();
    let zeros = address.iter().filter(|&&b| b == b'0').count();
    let loopback = zeros + 1 == digits && address.ends_with(b"1") && !address.contains(&b'.');
    let decimal = address.iter().any(u8::is_ascii_digit);
    let groups = address.split(|&b| b == b':').filter(|group| !group.is_empty()).count();
    digits > zeros && !loopback && (decimal || groups >= 3)
}
