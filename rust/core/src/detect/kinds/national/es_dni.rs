//! `es_dni`: eight digits and a letter that checks them modulo 23 (Real Decreto 1553/2005; Orden EHA/451/2008 for the NIF).

use super::sums::number;
use crate::detect::spec::{Form, Reach, Shape, Spec, digits, exactly, is_day, word};
use crate::kind::Kind;

/// Only one of 23 letters is right; what reads as a day of this or the last century is left alone.
pub static SPEC: Spec = Spec {
    kind: Kind::EsDni,
    forms: &[
        Form { shape: "99999999A", check: is_printed },
        Form { shape: "99999999-A", check: is_printed },
        Form { shape: "99.999.999-A", check: is_dni },
        Form { shape: "99.999.999A", check: is_dni },
    ],
    words: &[
        word("dni", Kind::EsDni, Reach::Part, Shape::Code(fits)),
        word("dninie", Kind::EsDni, Reach::Part, Shape::Code(fits)),
        word("dninumero", Kind::EsDni, Reach::End, Shape::Code(fits)),
        word("dninumber", Kind::EsDni, Reach::Part, Shape::Code(fits)),
        word("documentonacionaldeidentidad", Kind::EsDni, Reach::End, Shape::Code(fits)),
        word("documentoidentidad", Kind::EsDni, Reach::End, Shape::Code(fits)),
        word("documentodeidentidad", Kind::EsDni, Reach::End, Shape::Code(fits)),
    ],
};

const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// The letter of a number.
pub(super) fn letter(digits: &[u32]) -> u8 {
    let at = usize::try_from(number(digits) % 23).unwrap_or_default();
    LETTERS[at]
}

/// Seven or eight digits with their letter or without: Argentina and Peru have a DNI without one. The letter of a NIE may stand
/// before them.
fn fits(code: &[u8]) -> bool {
    let code = if let [b'X'..=b'Z' | b'K'..=b'M', rest @ ..] = code { rest } else { code };
    let number = if let [number @ .., b'A'..=b'Z'] = code { number } else { code };
    digits::<8>(number).is_some_and(|(_, length)| length == number.len() && length >= 7)
}

/// Whether this is a number with its right letter.
pub(super) fn is_dni(token: &[u8]) -> bool {
    let [head @ .., last] = token else { return false };
    exactly::<8>(head).is_some_and(|digits| letter(&digits) == *last)
}

/// `20240115A` may be a version of that day.
fn is_printed(token: &[u8]) -> bool {
    let is_date = |digits: [u32; 8]| {
        matches!(digits[..2], [1, 9] | [2, 0]) && is_day(digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])
    };
    let [head @ .., _] = token else { return false };
    is_dni(token) && !exactly::<8>(head).is_some_and(is_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong letter, a wrong digit and a transposition do not.
    #[test]
    fn check_letters() {
        for number in [&b"12345678Z"[..], b"00000000T", b"54362315K", b"54.362.315-K", b"54362315-K", b"99999999R"] {
            assert!(is_dni(number) && is_printed(number));
        }
        for number in [&b"12345678A"[..], b"12345687Z", b"02345678Z", b"1234567Z", b"12345678", b""] {
            assert!(!is_dni(number));
        }
    }

    /// What may be a day with a letter is left alone.
    #[test]
    fn days() {
        let dated = |day: &str| (b'A'..=b'Z').any(|last| is_printed(format!("{day}{}", char::from(last)).as_bytes()));
        assert!(!dated("20240115") && !dated("19991231") && dated("20241315") && dated("21240115"));
    }

    /// After a key a wrong or a missing letter does not matter.
    #[test]
    fn after_a_key() {
        assert!(fits(b"12345678A") && fits(b"12345678") && fits(b"1234567L") && fits(b"X1234567L"));
        for code in [&b""[..], b"A", b"123456", b"123456789", b"123456789A", b"12345678AB", b"ABCDEFGH"] {
            assert!(!fits(code));
        }
    }
}
