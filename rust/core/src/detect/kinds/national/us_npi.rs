//! `us_npi`: ten digits that begin with 1 or 2 and pass Luhn with `80840` before them (CMS, "Requirements for National Provider
//! Identifier (NPI) and NPI check digit"). By key only: ten digits could be anything.

use crate::detect::spec::{Reach, Shape, Spec, Word, exactly, luhn, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::UsNpi,
    forms: &[],
    words: &[
        word("npi", Kind::UsNpi, Reach::Part, Shape::Code(is_npi)),
        key("npinumber"),
        key("npiid"),
        key("nationalproviderid"),
        key("nationalprovideridentifier"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::UsNpi, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<10>(code).is_some()
}

fn is_npi(code: &[u8]) -> bool {
    let Some(number @ [1 | 2, ..]) = exactly::<10>(code) else { return false };
    let mut digits = [8, 0, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    digits[5..].copy_from_slice(&number);
    luhn(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// The example of the CMS passes, and no copy of it with a slip does.
    #[test]
    fn check_digit() {
        assert!(catches_wrong_digits(is_npi, "1234567893"));
        assert_eq!(swaps_missed(is_npi, "1234567893"), 0);
        assert!(!is_npi(b"3234567891") && !is_npi(b"123456789") && !is_npi(b"12345678930"));
    }
}
