//! `ca_sin`: nine digits that pass Luhn; those that begin with 0 or 8 are no people's (Employment and Social Development Canada,
//! "Social Insurance Number: code of practice", annex on the structure of the number).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, luhn, word};
use crate::kind::Kind;

/// Joined by hyphens it counts by itself. Three groups of three digits joined by spaces are more often a large number.
pub static SPEC: Spec = Spec {
    kind: Kind::CaSin,
    forms: &[Form { shape: "999-999-999", check: is_sin }],
    words: &[
        word("sin", Kind::CaSin, Reach::Part, Shape::Code(is_sin)),
        word("nas", Kind::CaSin, Reach::Part, Shape::Code(is_sin)),
        key("sinnumber"),
        key("canadiansin"),
        key("socialinsurance"),
        key("socialinsurancenumber"),
        key("socialinsuranceno"),
        key("numeroassurancesociale"),
        key("numerodassurancesociale"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::CaSin, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

fn is_sin(number: &[u8]) -> bool {
    exactly::<9>(number).is_some_and(|digits| !matches!(digits[0], 0 | 8) && luhn(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Every wrong digit is noticed, and every swap but that of 0 and 9.
    #[test]
    fn check_digit() {
        assert!(catches_wrong_digits(is_sin, "123-456-782"));
        assert_eq!(swaps_missed(is_sin, "123-456-782"), 0);
        assert!(!is_sin(b"046-454-286") && !is_sin(b"823-456-785") && !is_sin(b"999-999-999"));
        assert!(is_sin(b"130 692 544"));
    }
}
