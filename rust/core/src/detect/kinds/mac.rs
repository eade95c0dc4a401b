//! `mac`: six pairs joined by `:` or `-`, or three groups of four joined by `.`.

use crate::detect::text::{Range, before, byte, ends, skip, starts};

/// The address whose first `:` or `-` stands at `separator`.
#[must_use]
pub fn find_pairs(text: &[u8], separator: usize) -> Option<Range> {
    find::<2, 17>(text, separator).or_else(|| find_header(text, separator))
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
    let range = find::<4, 14>(text, dot)?;
    // Twelve digits in fours are more often a number than an address.
    text[range.clone()].iter().any(u8::is_ascii_alphabetic).then_some(range)
}

fn find<const GROUP: usize, const LENGTH: usize>(text: &[u8], separator: usize) -> Option<Range> {
    let start = separator.checked_sub(GROUP)?;
    let address = text.get(start..start + LENGTH)?;
    let mark = text[separator];
    // In a row of pairs only the first is looked at.
    if before(text, start) == mark {
        return None;
    }
    let shape = address
        .iter()
        .enumerate()
        .all(|(index, &b)| if index % (GROUP + 1) == GROUP { b == mark } else { b.is_ascii_hexdigit() });
    if !shape {
        return None;
    }
    let alone = starts(text, start) && ends(text, start + LENGTH);
    let longer = byte(text, start + LENGTH) == mark && byte(text, start + LENGTH + 1).is_ascii_hexdigit();
    (alone && !longer && is_somebodys(address)).then_some(start..start + LENGTH)
}

/// All zeros and the broadcast address are nobody's.
fn is_somebodys(address: &[u8]) -> bool {
    let mut digits = address.iter().filter(|b| b.is_ascii_hexdigit());
    let first = digits.next().copied().unwrap_or(b'0');
    !matches!(first, b'0' | b'f' | b'F') || digits.any(|b| !b.eq_ignore_ascii_case(&first))
}
