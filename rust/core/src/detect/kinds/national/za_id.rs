//! `za_id`: date of birth, serial, citizenship, a digit that is 8 or 9, and a Luhn check digit (Department of Home Affairs;
//! Identification Act 68 of 1997).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, is_day, luhn, word};
use crate::kind::Kind;

/// In printed groups it counts by itself, and in one piece too, unless it could be a time in milliseconds.
pub static SPEC: Spec = Spec {
    kind: Kind::ZaId,
    forms: &[
        Form { shape: "999999 9999 999", check: is_za_id },
        Form { shape: "999999-9999-999", check: is_za_id },
        Form { shape: "999999 9999 99 9", check: is_za_id },
        Form { shape: "9999999999999", check: |number| is_za_id(number) && !is_milliseconds(number) },
    ],
    words: &[
        key("saidnumber", Reach::Part),
        key("saidno", Reach::Part),
        key("rsaid", Reach::Part),
        key("rsaidnumber", Reach::Part),
        key("zaid", Reach::Whole),
        key("southafricanid", Reach::End),
        key("southafricanidnumber", Reach::End),
        key("idnommer", Reach::End),
        key("identiteitsnommer", Reach::End),
    ],
};

const fn key(text: &'static str, reach: Reach) -> Word {
    word(text, Kind::ZaId, reach, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<13>(code).is_some()
}

/// From 2001 to 2039 milliseconds since 1970 are thirteen digits that begin with 10 to 21.
fn is_milliseconds(number: &[u8]) -> bool {
    number.starts_with(b"1") || number.starts_with(b"20") || number.starts_with(b"21")
}

fn is_za_id(number: &[u8]) -> bool {
    let Some(digits @ [_, _, a, b, c, d, _, _, _, _, citizenship, e, _]) = exactly::<13>(number) else { return false };
    is_day(a * 10 + b, c * 10 + d) && citizenship <= 2 && matches!(e, 8 | 9) && luhn(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// The number printed in the department's examples passes; a slip, another century digit or a day that is none do not.
    #[test]
    fn check_digit_and_date() {
        assert!(catches_wrong_digits(is_za_id, "8001015009087"));
        assert!(swaps_missed(is_za_id, "8001015009087") <= 1);
        assert!(is_za_id(b"750330 5044 089"));
        assert!(!is_za_id(b"8013015009083") && !is_za_id(b"8001325009085") && !is_za_id(b"80010150090"));
    }

    /// A time in milliseconds is none.
    #[test]
    fn times() {
        assert!(
            is_milliseconds(b"1704067200000")
                && is_milliseconds(b"2000000000000")
                && !is_milliseconds(b"8001015009087")
        );
    }
}
