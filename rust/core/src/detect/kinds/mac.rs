//! `mac`: six pairs joined by `:` or `-`, or three groups of four joined by `.`.

use crate::detect::text::{Range, before, byte, ends, skip, starts};

/// The address whose first `:` or `-` stands at `separator`.
#[must_use]
pub fn find_pairs(text: &[u8], separator: usize) -> Option<Range> {
    find(text, separator, 2, 17).or_else(|| find_header(text, separator))
}

/// Two addresses and a type in a row, as the Linux firewall logs the header of a frame: `MAC=` and 14 pairs.
fn find_header(text: &[u8], separator: usize) -> Option<Range> {
    let start = separator.checked_sub(2).filter(|&start| text[..start].ends_with(b"MAC="))?;
    let end = skip(&text[..text.len().min(start + 42)], start, |b| b.is_ascii_hexdigit() || b == b':');
    (end - start == 41).then_some(start..end)
}

/// The address whose first dot stands at `dot`.
#[must_use]
pub fn find_dotted(text: &[u8], dot: usize) -> Option<Range> {
    let range = find(text, dot, 4, 14)?;
    // Twelve digits in fours are more often a number than an address.
    text[range.clone()].iter().any(u8::is_ascii_alphabetic).then_some(range)
}

fn find(text: &[u8], separator: usize, group: usize, length: usize) -> Option<Range> {
    let start = separator.checked_sub(group)?;
    let address = text.get(start..start + length)?;
    let mark = text[separator];
    let shape = address
        .iter()
        .enumerate()
        .all(|(index, &b)| if index % (group + 1) == group { b == mark } else { b.is_ascii_hexdigit() });
    if !shape {
        return None;
    }
    let alone = starts(text, start) && ends(text, start + length) && before(text, start) != mark;
    let longer = byte(text, start + length) == mark && byte(text, start + length + 1).is_ascii_hexdigit();
    (alone && !longer && is_somebodys(address)).then_some(start..start + length)
}

/// All zeros and the broadcast address are nobody's.
fn is_somebodys(address: &[u8]) -> bool {
    let mut digits = address.iter().filter(|b| b.is_ascii_hexdigit());
    let first = digits.next().copied().unwrap_or(b'0');
    !matches!(first, b'0' | b'f' | b'F') || digits.any(|b| !b.eq_ignore_ascii_case(&first))
}
