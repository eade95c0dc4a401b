//! `tw_id`: a letter for the place of first registration, 1 or 2 for the sex (8 or 9 for foreigners since 2021), seven digits and
//! a check digit modulo 10 (Ministry of the Interior, Department of Household Registration).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, digits, weighted, word};
use crate::kind::Kind;

/// A citizen's counts by itself; a foreigner's needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::TwId,
    forms: &[Form { shape: "A999999999", check: |number| is_tw_id(number) && matches!(number[1], b'1' | b'2') }],
    words: &[
        key("shenfenzhengzihao"),
        key("guominshenfenzheng"),
        key("taiwanid"),
        key("taiwanidnumber"),
        key("taiwannationalid"),
        key("uniformidnumber"),
        word("twid", Kind::TwId, Reach::Whole, Shape::Code(fits)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::TwId, Reach::End, Shape::Code(fits))
}

/// Foreigners' old numbers have a second letter.
fn fits(code: &[u8]) -> bool {
    let [first, second, rest @ ..] = code else { return false };
    first.is_ascii_uppercase()
        && second.is_ascii_alphanumeric()
        && rest.len() == 8
        && rest.iter().all(u8::is_ascii_digit)
}

/// The numbers of the letters: the order in which the places got them.
const LETTERS: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

fn is_tw_id(number: &[u8]) -> bool {
    let Some((rest, 9)) = digits::<9>(number) else { return false };
    let Some(place) = LETTERS.iter().position(|letter| number.first() == Some(letter)) else { return false };
    let place = place as u32 + 10;
    let sum = place / 10 + place % 10 * 9 + weighted(&rest, &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
    number.len() == 10 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, one_digit_wrong, swaps_missed};

    /// The usual example passes. Some weights share a factor with 10, so that a few slips pass.
    #[test]
    fn check_digit() {
        assert!(is_tw_id(b"A123456789") && is_tw_id(b"A800000014"));
        assert!(!catches_wrong_digits(is_tw_id, "A123456789"));
        assert!(one_digit_wrong("A123456789").iter().filter(|slip| is_tw_id(slip)).count() <= 9);
        // The last two digits weigh the same.
        assert_eq!(swaps_missed(is_tw_id, "A123456789"), 1);
        assert!(!is_tw_id(b"B123456789") && !is_tw_id(b"A12345678") && !is_tw_id(b"1123456789") && !is_tw_id(b""));
    }
}
