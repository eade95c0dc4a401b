//! `us_ssn`: `AAA-GG-SSSS`, never issued areas, groups and serials refused (SSA POMS RM 10201.035).

use crate::detect::text::{Range, before, byte, ends, starts};

/// The number that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<Range> {
    let number = text.get(start..start + 11)?;
    let shape = number
        .iter()
        .enumerate()
        .all(|(index, b)| if matches!(index, 3 | 6) { *b == b'-' } else { b.is_ascii_digit() });
    let alone = starts(text, start) && ends(text, start + 11) && !matches!(before(text, start), b'-' | b'.');
    let longer = byte(text, start + 11) == b'-' && byte(text, start + 12).is_ascii_digit();
    (shape && alone && !longer && is_issued(number)).then_some(start..start + 11)
}

fn is_issued(number: &[u8]) -> bool {
    let area = &number[..3];
    area != b"000" && area != b"666" && area[0] != b'9' && &number[4..6] != b"00" && &number[7..] != b"0000"
}
