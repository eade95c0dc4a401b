//! `aba_routing`: nine digits, the first two a Federal Reserve district or its like, the last a check digit (ABA Routing Number
//! Policy; ANSI X9.58). By key only: nine digits could be anything.

use crate::detect::spec::{Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::AbaRouting,
    forms: &[],
    words: &[
        word("aba", Kind::AbaRouting, Reach::Part, Shape::Code(is_aba)),
        word("rtn", Kind::AbaRouting, Reach::Part, Shape::Code(is_aba)),
        word("routing", Kind::AbaRouting, Reach::Part, Shape::Code(is_aba)),
        key("routingnumber"),
        key("routingno"),
        key("routingnum"),
        key("routingcode"),
        key("routingtransitnumber"),
        key("abanumber"),
        key("abarouting"),
        key("abacode"),
        key("achrouting"),
        key("wirerouting"),
        key("bankrouting"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::AbaRouting, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

fn is_aba(code: &[u8]) -> bool {
    exactly::<9>(code).is_some_and(|digits| {
        let district = matches!(digits[0] * 10 + digits[1], 1..=12 | 21..=32 | 61..=72 | 80);
        district && weighted(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Every wrong digit is noticed, and every swap of digits that do not differ by five.
    #[test]
    fn check_digit() {
        assert!(catches_wrong_digits(is_aba, "122105155") && is_aba(b"021000021"));
        assert_eq!(swaps_missed(is_aba, "122105155"), 1);
        assert!(!is_aba(b"122105156") && !is_aba(b"502105158") && !is_aba(b"12210515") && fits(b"122105156"));
    }
}
