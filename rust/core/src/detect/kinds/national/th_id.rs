//! `th_id`: thirteen digits, the first 1 to 8 for the type of person, the last a check digit modulo 11 (Department of Provincial
//! Administration, Ministry of the Interior).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// In the groups of the card it counts by itself; bare it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::ThId,
    forms: &[
        Form { shape: "9-9999-99999-99-9", check: is_th_id },
        Form { shape: "9 9999 99999 99 9", check: is_th_id },
    ],
    words: &[
        key("thaiid"),
        key("thaiidnumber"),
        key("thaiidcard"),
        key("thainationalid"),
        key("thaicitizenid"),
        key("batprachachon"),
        key("bathprachachon"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::ThId, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<13>(code).is_some()
}

fn is_th_id(number: &[u8]) -> bool {
    let Some(digits @ [1..=8, ..]) = exactly::<13>(number) else { return false };
    let sum = weighted(&digits[..12], &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    (11 - sum % 11) % 10 == digits[12]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::catches_most_slips;

    /// Published examples pass. The third digit weighs 11 and so nothing, and two remainders share a check digit; most slips are
    /// noticed all the same.
    #[test]
    fn check_digit() {
        assert!(is_th_id(b"1-2345-45678-78-1") && is_th_id(b"3 1006 00445 63 5"));
        assert!(catches_most_slips(is_th_id, "3-1006-00445-63-5", 10));
        assert!(!is_th_id(b"1-2345-45678-78-9") && !is_th_id(b"0-2345-45678-78-1") && !is_th_id(b"1-2345-45678-78"));
    }
}
