//! `kr_rrn`: date of birth, a digit for century, sex and nationality, and for numbers given out before October 2020 a check digit
//! modulo 11 (Enforcement Rule of the Resident Registration Act, article 2).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// With its hyphen and a right check digit it counts by itself: `240131-1234567` may as well be an order of that day.
pub static SPEC: Spec = Spec {
    kind: Kind::KrRrn,
    forms: &[Form { shape: "999999-9999999", check: is_checked }],
    words: &[
        word("rrn", Kind::KrRrn, Reach::Part, Shape::Code(is_dated)),
        key("jumin"),
        key("juminno"),
        key("juminnum"),
        key("juminnumber"),
        key("juminbeonho"),
        key("jumindeungnokbeonho"),
        key("residentregistrationnumber"),
        key("residentregistrationno"),
        key("foreignerregistrationnumber"),
        key("alienregistrationnumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::KrRrn, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<13>(code).is_some()
}

fn is_dated(code: &[u8]) -> bool {
    exactly::<13>(code).is_some_and(|digits| born(&digits))
}

const fn born(digits: &[u32; 13]) -> bool {
    is_day(digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]) && matches!(digits[6], 1..=8)
}

/// The check digit of foreigners (5 to 8) is two higher.
fn is_checked(number: &[u8]) -> bool {
    exactly::<13>(number).is_some_and(|digits| {
        let check = 11 - weighted(&digits[..12], &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11;
        let foreign = if digits[6] >= 5 { 2 } else { 0 };
        born(&digits) && (check + foreign) % 10 == digits[12]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::catches_most_slips;

    /// A made-up number with a right check digit passes. Sums of 10 and 0, and of 11 and 1, share a check digit, so few slips do.
    #[test]
    fn check_digit() {
        assert!(is_checked(b"900101-1234568") && is_checked(b"900101-5234561"));
        assert!(catches_most_slips(is_checked, "900101-1234568", 20));
    }

    /// A day that is none, or a first digit that says nothing about a living person, make it none.
    #[test]
    fn dates() {
        assert!(is_dated(b"900101-1234567") && !is_dated(b"901301-1234567") && !is_dated(b"900230-1234567"));
        assert!(!is_dated(b"900101-9234567") && !is_dated(b"900101-0234567") && fits(b"9013019234567"));
    }
}
