//! `in_gstin`: state, permanent account number, number of registration, `Z` and a check character modulo 36 (Goods and Services
//! Tax Network; CGST Rules 2017, rule 10).

use super::in_pan::is_pan;
use crate::detect::spec::{Form, Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// It counts by itself: the tax number inside and the check character leave little to chance.
pub static SPEC: Spec = Spec {
    kind: Kind::InGstin,
    forms: &[form("99AAAAA9999A9A9"), form("99AAAAA9999A9AA"), form("99AAAAA9999AAA9"), form("99AAAAA9999AAAA")],
    words: &[
        word("gst", Kind::InGstin, Reach::Part, Shape::Code(is_gstin)),
        key("gstin"),
        key("gstinnumber"),
        key("gstnumber"),
        key("gstno"),
        key("gstregistrationnumber"),
    ],
};

const fn form(shape: &'static str) -> Form {
    Form { shape, check: is_gstin }
}

const fn key(text: &'static str) -> Word {
    word(text, Kind::InGstin, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    code.len() == 15 && code.iter().all(u8::is_ascii_alphanumeric) && code[..2].iter().all(u8::is_ascii_digit)
}

fn is_gstin(number: &[u8]) -> bool {
    let [a, b, middle @ .., entity, b'Z', check] = number else { return false };
    let state = matches!(
        [*a, *b],
        [b'0', b'1'..=b'9'] | [b'1' | b'2', b'0'..=b'9'] | [b'3', b'0'..=b'8'] | [b'9', b'7' | b'9']
    );
    state && is_pan(middle) && *entity != b'0' && char::from(*check).to_digit(36) == check_character(number)
}

/// Characters in turn once and twice, each product as the sum of its two digits to the base 36.
fn check_character(number: &[u8]) -> Option<u32> {
    let mut sum = 0;
    for (index, &byte) in number.iter().take(14).enumerate() {
        let value = char::from(byte).to_digit(36)? << (index % 2);
        sum += value / 36 + value % 36;
    }
    Some((36 - sum % 36) % 36)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// A slip in the digits, another check character or a state that is none make it none.
    #[test]
    fn check_character_is_right() {
        assert!(catches_wrong_digits(is_gstin, "27AAPFU0939F1ZV"));
        assert_eq!(swaps_missed(is_gstin, "27AAPFU0939F1ZV"), 0);
        for number in [&b"27AAPFU0939F1ZO"[..], b"27AAPFU0939F1AA", b"40AAPFU0939F1ZV", b"27AAPFU0939F1Z", b""] {
            assert!(!is_gstin(number));
        }
    }

    /// After a key a mistyped one is masked too.
    #[test]
    fn after_a_key() {
        assert!(fits(b"27AAPFU0939F1ZO") && !fits(b"REGISTRATIONNUM") && !fits(b"27AAPFU0939F1"));
    }
}
