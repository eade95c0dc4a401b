//! `us_mbi`: eleven characters, digits and letters in fixed places, none of S, L, O, I, B, Z (CMS, "Understanding the Medicare
//! Beneficiary Identifier (MBI) Format").

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// There is no check digit, but one text of this length in ten thousand has the letters in the right places.
pub static SPEC: Spec = Spec {
    kind: Kind::UsMbi,
    forms: &[
        form("9AA9-AA9-AA99"),
        form("9AA9-A99-AA99"),
        form("9A99-AA9-AA99"),
        form("9A99-A99-AA99"),
        form("9AA9AA9AA99"),
        form("9AA9A99AA99"),
        form("9A99AA9AA99"),
        form("9A99A99AA99"),
    ],
    words: &[
        word("mbi", Kind::UsMbi, Reach::Part, Shape::Code(is_mbi)),
        key("mbinumber"),
        key("medicareid"),
        key("medicarebeneficiaryid"),
        key("medicarebeneficiaryidentifier"),
    ],
};

const fn form(shape: &'static str) -> Form {
    Form { shape, check: is_mbi }
}

const fn key(text: &'static str) -> Word {
    word(text, Kind::UsMbi, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    code.len() == 11 && code.iter().all(u8::is_ascii_alphanumeric) && code.iter().any(u8::is_ascii_digit)
}

fn is_mbi(number: &[u8]) -> bool {
    let mut characters = number.iter().copied().filter(|&b| b != b'-');
    let mut next = |class: fn(u8) -> bool| characters.next().is_some_and(class);
    let head = next(|b| matches!(b, b'1'..=b'9')) && next(is_letter) && next(is_either) && next(is_digit);
    let middle = next(is_letter) && next(is_either) && next(is_digit);
    let tail = next(is_letter) && next(is_letter) && next(is_digit) && next(is_digit);
    head && middle && tail && characters.next().is_none()
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_uppercase() && !matches!(byte, b'S' | b'L' | b'O' | b'I' | b'B' | b'Z')
}

const fn is_either(byte: u8) -> bool {
    is_digit(byte) || is_letter(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the CMS counts, with hyphens and without; letters that look like digits are never used.
    #[test]
    fn letters_and_digits_in_their_places() {
        for number in [&b"1EG4-TE5-MK73"[..], b"1EG4TE5MK73", b"9A00A00AA00", b"1EG4TE5MK72"] {
            assert!(is_mbi(number));
        }
        for number in
            [&b"0EG4TE5MK73"[..], b"1SG4TE5MK73", b"1EG4TE5MK7Z", b"1EG4TE5MK7", b"1EG4TE5MK733", b"EEG4TE5MK73"]
        {
            assert!(!is_mbi(number));
        }
    }

    /// After a key of its own a mistyped one is masked too.
    #[test]
    fn after_a_key() {
        assert!(fits(b"1SG4TE5MK73") && !fits(b"BENEFICIARY") && !fits(b"1EG4TE5MK"));
    }
}
