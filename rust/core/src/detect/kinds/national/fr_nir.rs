//! `fr_nir`: sex, year, month, department, commune, order, and a key modulo 97 (INSEE, decree 82-103; Corsica 2A and 2B count as
//! 19 and 18).

use super::sums::{compact, number};
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, word};
use crate::kind::Kind;

/// Fifteen digits with a month and a key of two digits count alone; the thirteen without the key need a word before them.
pub static SPEC: Spec = Spec {
    kind: Kind::FrNir,
    forms: &[
        Form { shape: "999999999999999", check: is_citizen },
        Form { shape: "9999999999999 99", check: is_citizen },
        Form { shape: "9 99 99 99 999 999 99", check: is_citizen },
        Form { shape: "9-99-99-99-999-999-99", check: is_citizen },
        Form { shape: "9.99.99.99.999.999.99", check: is_citizen },
        Form { shape: "999999A99999999", check: is_citizen },
    ],
    words: &[
        word("nir", Kind::FrNir, Reach::Part, Shape::Code(is_valid)),
        word("nirpp", Kind::FrNir, Reach::Part, Shape::Code(fits)),
        word("nss", Kind::FrNir, Reach::Whole, Shape::Code(is_valid)),
        word("insee", Kind::FrNir, Reach::Whole, Shape::Code(is_valid)),
        word("numeroinsee", Kind::FrNir, Reach::End, Shape::Code(fits)),
        word("numerosecu", Kind::FrNir, Reach::End, Shape::Code(fits)),
        word("numsecu", Kind::FrNir, Reach::End, Shape::Code(fits)),
        word("nosecu", Kind::FrNir, Reach::Part, Shape::Code(fits)),
        word("securitesociale", Kind::FrNir, Reach::End, Shape::Code(fits)),
    ],
};

/// The number and its key; `None` unless there are fifteen characters, all digits but for Corsica.
fn parse(token: &[u8]) -> Option<[u32; 15]> {
    let mut code = compact::<15>(token)?;
    match code[5..7] {
        [b'2', b'A'] => code[5..7].copy_from_slice(b"19"),
        [b'2', b'B'] => code[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    exactly(&code)
}

/// Thirteen characters, or fifteen with the key, however wrong it is.
fn fits(code: &[u8]) -> bool {
    let whole = if code.len() == 13 { [code, b"00"].concat() } else { code.to_vec() };
    parse(&whole).is_some_and(|digits| matches!(digits[0], 1..=4 | 7 | 8))
}

/// Months 20 to 42 and 50 to 99 stand for days of birth that nobody knows.
fn is_valid(token: &[u8]) -> bool {
    let Some(digits) = parse(token) else { return false };
    let month = digits[3] * 10 + digits[4];
    let places = digits[5..7] != [0, 0] && digits[7..10] != [0; 3] && digits[10..13] != [0; 3];
    let key = 97 - number(&digits[..13]) % 97;
    matches!(digits[0], 1..=4 | 7 | 8)
        && matches!(month, 1..=12 | 20..=42 | 50..)
        && places
        && number(&digits[13..]) == key
}

/// Without a word: a man or a woman, born in some month. Milliseconds since 1970 have a first digit like that, and seldom a month.
fn is_citizen(token: &[u8]) -> bool {
    let is_month = |digits: &[u32; 15]| matches!(digits[3..5], [0, 1..=9] | [1, 0..=2]);
    parse(token).is_some_and(|digits| matches!(digits[0], 1 | 2) && is_month(&digits)) && is_valid(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold in every spelling, those of Corsica included; a wrong digit and a transposition do not.
    #[test]
    fn key_digits() {
        for number in [
            &b"295109912611193"[..],
            b"2 95 10 99 126 111 93",
            b"2951099126111 93",
            b"253072B07300470",
            b"255081416802538",
        ] {
            assert!(is_citizen(number) && fits(&number.iter().copied().filter(|&b| b != b' ').collect::<Vec<_>>()));
        }
        for number in
            [&b"295109912611199"[..], b"295109912161193", b"253072A07300470", b"253072C07300470", b"295139912611193"]
        {
            assert!(!is_citizen(number));
        }
    }

    /// A number without its key, or with a wrong one, counts after a word; other lengths and letters do not.
    #[test]
    fn after_a_key() {
        assert!(fits(b"2951099126111") && fits(b"295109912611199") && fits(b"253072B073004"));
        for code in [&b""[..], b"295109912611", b"29510991261119", b"953072B073004", b"2530X2B073004", b"75056"] {
            assert!(!fits(code));
        }
    }
}
