//! `au_abn`: eleven digits; with the first less one, the weighted sum is divisible by 89 (Australian Business Register, "Format of
//! the ABN").

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// In printed groups it counts by itself: one of 89 numbers passes.
pub static SPEC: Spec = Spec {
    kind: Kind::AuAbn,
    forms: &[Form { shape: "99 999 999 999", check: is_abn }, Form { shape: "99-999-999-999", check: is_abn }],
    words: &[
        word("abn", Kind::AuAbn, Reach::Part, Shape::Code(is_abn)),
        key("abnnumber"),
        key("abnno"),
        key("australianbusinessnumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::AuAbn, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_abn(number: &[u8]) -> bool {
    // Ten less: the first digit weighs ten and is taken one lower. The first digit is never 0.
    exactly::<11>(number).is_some_and(|digits| {
        digits[0] > 0 && (weighted(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10).is_multiple_of(89)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Every wrong digit and every swap is noticed.
    #[test]
    fn check_digits() {
        for number in ["51 824 753 556", "83 914 571 673"] {
            assert!(catches_wrong_digits(is_abn, number), "{number}");
            assert_eq!(swaps_missed(is_abn, number), 0);
        }
        assert!(!is_abn(b"99 999 999 999") && !is_abn(b"00 000 000 000") && !is_abn(b"51 824 753 55"));
    }
}
