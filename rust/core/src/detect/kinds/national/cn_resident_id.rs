//! `cn_resident_id`: division, date of birth, serial and a check character modulo 11 (GB 11643-1999; ISO 7064 mod 11-2; GB/T 2260
//! for the divisions).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, is_day, word};
use crate::kind::Kind;

/// It counts by itself: province, century, day and check character leave one of 80,000 numbers of its length.
pub static SPEC: Spec = Spec {
    kind: Kind::CnResidentId,
    forms: &[
        Form { shape: "999999999999999999", check: is_resident_id },
        Form { shape: "99999999999999999A", check: is_resident_id },
    ],
    words: &[
        key("shenfenzheng"),
        key("shenfenzhenghao"),
        key("shenfenzhenghaoma"),
        key("residentid"),
        key("residentidnumber"),
        key("residentidcard"),
        key("residentidentitycard"),
        key("residentidentitynumber"),
        key("chineseid"),
        key("idcard"),
        key("idcardno"),
        key("idcardnum"),
        key("idcardnumber"),
        word("sfz", Kind::CnResidentId, Reach::Whole, Shape::Code(fits)),
        word("sfzh", Kind::CnResidentId, Reach::Whole, Shape::Code(fits)),
        word("sfzhm", Kind::CnResidentId, Reach::Whole, Shape::Code(fits)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::CnResidentId, Reach::End, Shape::Code(fits))
}

/// Eighteen characters, or fifteen digits as until 1999.
fn fits(code: &[u8]) -> bool {
    let (digits, last) = match code {
        [digits @ .., last @ (b'X' | b'0'..=b'9')] => (digits, last),
        _ => return false,
    };
    digits.iter().all(u8::is_ascii_digit) && (digits.len() == 17 || digits.len() == 14 && *last != b'X')
}

fn is_resident_id(number: &[u8]) -> bool {
    let Ok(digits) = <[u8; 18]>::try_from(number) else { return false };
    let digits = digits.map(|byte| if matches!(byte, b'X' | b'x') { 10 } else { u32::from(byte.wrapping_sub(b'0')) });
    if digits[..17].iter().any(|&digit| digit > 9) || digits[17] > 10 {
        return false;
    }
    is_province(digits[0] * 10 + digits[1]) && is_born(&digits) && remainder(&digits) == 1
}

/// The provinces of GB/T 2260, 83 for people of Taiwan and 91 for foreigners with permanent residence.
const fn is_province(code: u32) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

fn is_born(digits: &[u32; 18]) -> bool {
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    matches!(pair(6), 19 | 20) && (pair(6) == 19 || pair(8) < 40) && is_day(pair(10), pair(12))
}

/// ISO 7064 mod 11-2: each character weighs the double of the one after it.
fn remainder(digits: &[u32; 18]) -> u32 {
    digits.iter().fold(0, |sum, digit| (sum * 2 + digit) % 11)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// The example of the standard passes, one that ends with X too, and no copy of them with a slip does.
    #[test]
    fn check_character() {
        for number in ["11010519491231002X", "440524188001010014", "360426199101010071"] {
            let is_old = number.contains("1880");
            assert_ne!(catches_wrong_digits(is_resident_id, number), is_old, "{number}");
            assert_eq!(swaps_missed(is_resident_id, number), 0, "{number}");
        }
    }

    /// A division, a century or a day that is none make it none, and so does a letter in front.
    #[test]
    fn parts() {
        for number in [
            &b"101105194912310020"[..],
            b"110105204912310020",
            b"110105194913310020",
            b"X10105194912310020",
            b"11010519491231002A",
            b"1101051949123100",
            b"",
        ] {
            assert!(!is_resident_id(number));
        }
    }

    /// After a key the old fifteen digits count too.
    #[test]
    fn after_a_key() {
        assert!(
            fits(b"110105491231002")
                && fits(b"110105194912310021")
                && !fits(b"11010549123100X")
                && !fits(b"1101054912")
        );
    }
}
