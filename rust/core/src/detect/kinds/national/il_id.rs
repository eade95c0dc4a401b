//! `il_id`: nine digits, leading zeros often left out, that pass Luhn (Population and Immigration Authority, teudat zehut). By key
//! only: nine digits could be anything, and `20240101-6` is a date with a number.

use crate::detect::spec::{Reach, Shape, Spec, Word, digits, luhn, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::IlId,
    forms: &[],
    words: &[
        key("teudatzehut"),
        key("teudatzehutnumber"),
        key("misparzehut"),
        key("misparzehuth"),
        key("zehut"),
        key("israeliid"),
        key("israeliidnumber"),
        word("tzid", Kind::IlId, Reach::Whole, Shape::Code(is_il_id)),
        word("tznumber", Kind::IlId, Reach::Whole, Shape::Code(is_il_id)),
        word("ilid", Kind::IlId, Reach::Part, Shape::Code(is_il_id)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::IlId, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    (5..=9).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
}

/// Leading zeros change nothing: Luhn counts from the right.
fn is_il_id(code: &[u8]) -> bool {
    fits(code) && digits::<9>(code).is_some_and(|(number, length)| luhn(&number[..length]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// With or without leading zeros; a slip is noticed.
    #[test]
    fn check_digit() {
        assert!(catches_wrong_digits(is_il_id, "39337423") && is_il_id(b"039337423") && is_il_id(b"123456782"));
        assert_eq!(swaps_missed(is_il_id, "39337423"), 0);
        assert!(!is_il_id(b"1234567820") && !is_il_id(b"1230") && !is_il_id(b""));
    }
}
