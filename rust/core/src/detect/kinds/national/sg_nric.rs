//! `sg_nric`: a letter for century and status, seven digits and a check letter (Immigration and Checkpoints Authority; National
//! Registration Regulations; series M of the FIN from 2022).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, digits, weighted, word};
use crate::kind::Kind;

/// It counts by itself: five first letters, and one of 26 last ones is right.
pub static SPEC: Spec = Spec {
    kind: Kind::SgNric,
    forms: &[Form { shape: "A9999999A", check: is_nric }],
    words: &[
        key("nric", Reach::Part, fits),
        key("nricno", Reach::End, fits),
        key("nricnumber", Reach::End, fits),
        key("nricfin", Reach::End, fits),
        key("nricorfin", Reach::End, fits),
        key("finno", Reach::Part, fits),
        key("finnumber", Reach::Part, fits),
        key("fin", Reach::Part, is_nric),
        key("uinfin", Reach::Whole, fits),
    ],
};

const fn key(text: &'static str, reach: Reach, check: fn(&[u8]) -> bool) -> Word {
    word(text, Kind::SgNric, reach, Shape::Code(check))
}

fn fits(code: &[u8]) -> bool {
    let [b'S' | b'T' | b'F' | b'G' | b'M', middle @ .., last] = code else { return false };
    middle.len() == 7 && middle.iter().all(u8::is_ascii_digit) && last.is_ascii_uppercase()
}

fn is_nric(number: &[u8]) -> bool {
    let Some(([body @ .., _], 7)) = digits::<8>(number) else { return false };
    let sum = weighted(&body, &[2, 7, 6, 5, 4, 3, 2]);
    let letter = match number {
        [b'S', ..] => b"JZIHGFEDCBA"[sum as usize % 11],
        [b'T', ..] => b"JZIHGFEDCBA"[(sum as usize + 4) % 11],
        [b'F', ..] => b"XWUTRQPNMLK"[sum as usize % 11],
        [b'G', ..] => b"XWUTRQPNMLK"[(sum as usize + 4) % 11],
        _ => b"XWUTRQPNJLK"[(sum as usize + 3) % 11],
    };
    fits(number) && number.last() == Some(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// One number of each series passes, and no copy of it with a slip does.
    #[test]
    fn check_letter() {
        for number in ["S1234567D", "T1234567J", "F1234567N", "G1234567X", "M1234567K"] {
            assert!(catches_wrong_digits(is_nric, number), "{number}");
            assert_eq!(swaps_missed(is_nric, number), 0, "{number}");
        }
        for number in [&b"S1234567A"[..], b"A1234567D", b"S123456D", b"S12345678D", b"", b"S"] {
            assert!(!is_nric(number));
        }
    }
}
