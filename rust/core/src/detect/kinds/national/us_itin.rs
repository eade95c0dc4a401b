//! `us_itin`: `9XX-GG-SSSS`, a number of the form of a Social Security number, in the groups the IRS gives out (IRM 3.21.263).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, word};
use crate::kind::Kind;

/// With its hyphens it counts by itself; bare it needs a key. There is no check digit.
pub static SPEC: Spec = Spec {
    kind: Kind::UsItin,
    forms: &[Form { shape: "999-99-9999", check: is_issued }],
    words: &[
        key("itin", Reach::Part),
        key("itinnumber", Reach::End),
        key("tin", Reach::Whole),
        key("taxpayerid", Reach::End),
        key("taxpayeridentificationnumber", Reach::End),
    ],
};

const fn key(text: &'static str, reach: Reach) -> Word {
    word(text, Kind::UsItin, reach, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

fn is_issued(number: &[u8]) -> bool {
    let Some([9, _, _, a, b, serial @ ..]) = exactly::<9>(number) else { return false };
    // 987-65-4320 to 987-65-4329 are set aside for advertisements.
    let is_printed = exactly::<9>(number).is_some_and(|digits| digits[..8] == [9, 8, 7, 6, 5, 4, 3, 2]);
    matches!(a * 10 + b, 50..=65 | 70..=88 | 90..=92 | 94..=99) && serial != [0; 4] && !is_printed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Area 9xx and the groups 50-65, 70-88, 90-92, 94-99 are taxpayers; others, and numbers for advertisements, are nobody's.
    #[test]
    fn groups() {
        for number in [&b"912-90-3456"[..], b"900-70-0001", b"999-65-1234", b"999-88-9999"] {
            assert!(is_issued(number));
        }
        for number in
            [&b"912-93-3456"[..], b"912-89-3456", b"912-66-3456", b"912-49-3456", b"812-70-3456", b"987-65-4321"]
        {
            assert!(!is_issued(number));
        }
    }

    /// After a key any nine digits are one, however they are grouped.
    #[test]
    fn after_a_key() {
        assert!(fits(b"123456789") && !fits(b"12345678") && !fits(b"1234567890") && !fits(b"12345678A"));
    }
}
