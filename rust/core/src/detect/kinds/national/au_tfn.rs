//! `au_tfn`: eight or nine digits whose weighted sum is divisible by 11 (Australian Taxation Office, "Tax file number validation").
//! By key only: `123 456 782` is also how large numbers are printed.

use crate::detect::spec::{Reach, Shape, Spec, Word, digits, weighted, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::AuTfn,
    forms: &[],
    words: &[
        word("tfn", Kind::AuTfn, Reach::Part, Shape::Code(is_tfn)),
        key("tfnnumber"),
        key("taxfilenumber"),
        key("taxfileno"),
        key("australiantaxfilenumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::AuTfn, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    matches!(code.len(), 8 | 9) && code.iter().all(u8::is_ascii_digit)
}

fn is_tfn(code: &[u8]) -> bool {
    let sum = match digits::<9>(code) {
        Some((number, 9)) => weighted(&number, &[1, 4, 3, 7, 5, 8, 6, 9, 10]),
        Some((number, 8)) => weighted(&number, &[10, 7, 8, 4, 6, 3, 5, 1]),
        _ => return false,
    };
    fits(code) && sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Every wrong digit and every swap is noticed, in numbers of both lengths.
    #[test]
    fn check_digit() {
        for number in ["123456782", "876543210", "81854402"] {
            assert!(catches_wrong_digits(is_tfn, number), "{number}");
            assert_eq!(swaps_missed(is_tfn, number), 0, "{number}");
        }
        assert!(!is_tfn(b"1234567") && !is_tfn(b"1234567820") && fits(b"123456789"));
    }
}
