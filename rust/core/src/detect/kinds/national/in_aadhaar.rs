//! `in_aadhaar`: twelve digits, the first 2 to 9, the last a Verhoeff check digit, no palindrome (UIDAI, "A UID Numbering Scheme",
//! 2010; J. Verhoeff, "Error Detecting Decimal Codes", 1969).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, word};
use crate::kind::Kind;

/// In printed fours it counts by itself, unless the fours look like years.
pub static SPEC: Spec = Spec {
    kind: Kind::InAadhaar,
    forms: &[
        Form { shape: "9999 9999 9999", check: |number| is_aadhaar(number) && !are_years(number) },
        Form { shape: "9999-9999-9999", check: |number| is_aadhaar(number) && !are_years(number) },
    ],
    words: &[
        key("aadhaar"),
        key("aadhar"),
        key("adhaar"),
        key("aadhaarnumber"),
        key("aadharnumber"),
        key("aadhaarno"),
        key("aadharno"),
        key("aadhaarid"),
        key("aadharid"),
        key("aadhaarcard"),
        key("aadharcard"),
        key("uidainumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::InAadhaar, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<12>(code).is_some()
}

/// `2023 2024 2025`
fn are_years(number: &[u8]) -> bool {
    number.chunks(5).all(|four| four.starts_with(b"20"))
}

fn is_aadhaar(number: &[u8]) -> bool {
    let Some(digits @ [2..=9, ..]) = exactly::<12>(number) else { return false };
    let palindrome = digits[..6].iter().eq(digits[6..].iter().rev());
    !palindrome && verhoeff(&digits)
}

/// Each digit, counted from the right, goes through its power of a permutation; their product in the dihedral group D5 is 0.
fn verhoeff(digits: &[u32]) -> bool {
    let permuted =
        |(index, &digit): (usize, &u32)| (0..index % 8).fold(digit, |digit, _| PERMUTATION[digit as usize % 10]);
    digits.iter().rev().enumerate().map(permuted).fold(0, product) == 0
}

const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// The product in D5: 0 to 4 are the turns of a pentagon, 5 to 9 its reflections.
const fn product(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b) % 5,
        (false, true) => 5 + (a + 5 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Verhoeff's check notices every wrong digit and every swap.
    #[test]
    fn check_digit() {
        for number in ["2341 2341 2346", "9999-4105-7058"] {
            assert!(catches_wrong_digits(is_aadhaar, number), "{number}");
            assert_eq!(swaps_missed(is_aadhaar, number), 0);
        }
        assert!(!verhoeff(&[2, 3, 7]) && verhoeff(&[2, 3, 6, 3]));
    }

    /// None begins with 0 or 1, and none reads the same backwards.
    #[test]
    fn never_issued() {
        assert!(!is_aadhaar(b"1234 1234 1234") && !is_aadhaar(b"2222 2222 2222") && !is_aadhaar(b"2341 2341 234"));
    }

    /// Three years are no number, even if the check digit happens to be right.
    #[test]
    fn years() {
        assert!(are_years(b"2023 2024 2025") && !are_years(b"2023 2024 3025"));
    }
}
