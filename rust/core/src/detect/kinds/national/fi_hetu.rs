//! `fi_hetu`: day, month, year, a sign for the century, three digits, and a character that checks the nine digits modulo 31
//! (Government Decree 128/2010; the signs of 2023, B to F and U to Y, with it).

use super::sums::{is_stamp, number, pairs};
use crate::detect::spec::{Form, Reach, Shape, Spec, digits, is_day, word};
use crate::kind::Kind;

/// Its letters stand in fixed places; where hyphen and check digit make it all digits, a time of this century is left alone.
pub static SPEC: Spec = Spec {
    kind: Kind::FiHetu,
    forms: &[
        Form { shape: "999999-999A", check: is_valid },
        Form { shape: "999999A999A", check: is_valid },
        Form { shape: "999999A9999", check: is_valid },
        Form { shape: "999999-9999", check: is_printed },
    ],
    words: &[
        word("hetu", Kind::FiHetu, Reach::Part, Shape::Code(fits)),
        word("henkilotunnus", Kind::FiHetu, Reach::End, Shape::Code(fits)),
        // What is left of it where a letter outside of ASCII ends the key.
        word("tunnus", Kind::FiHetu, Reach::Whole, Shape::Code(is_valid)),
        word("sotu", Kind::FiHetu, Reach::Whole, Shape::Code(is_valid)),
        word("sosiaaliturvatunnus", Kind::FiHetu, Reach::End, Shape::Code(fits)),
        word("personbeteckning", Kind::FiHetu, Reach::End, Shape::Code(fits)),
        word("personalidentitycode", Kind::FiHetu, Reach::End, Shape::Code(fits)),
    ],
};

const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// Day, serial number and check character; without separators the hyphen is gone, the other signs stay.
fn parts(token: &[u8]) -> Option<(&[u8], &[u8], u8)> {
    match token {
        [day @ .., b'-' | b'+' | b'A'..=b'F' | b'U'..=b'Y', a, b, c, check] if day.len() == 6 => {
            Some((day, &token[7..10], *check)).filter(|_| [a, b, c].iter().all(|b| b.is_ascii_digit()))
        }
        [day @ .., _, _, _, check] if day.len() == 6 => Some((day, &token[6..9], *check)),
        _ => None,
    }
}

fn fits(code: &[u8]) -> bool {
    parts(code).is_some_and(|(day, serial, check)| {
        day.iter().chain(serial).all(u8::is_ascii_digit) && (check.is_ascii_digit() || check.is_ascii_uppercase())
    })
}

fn is_valid(token: &[u8]) -> bool {
    let Some((day, serial, check)) = parts(token).filter(|_| fits(token)) else { return false };
    let Some((digits, 9)) = digits::<9>(&[day, serial].concat()) else { return false };
    let [day, month, _] = pairs(&digits);
    let at = usize::try_from(number(&digits) % 31).unwrap_or_default();
    is_day(month, day) && number(&digits[6..]) >= 2 && CHECKS[at] == check
}

fn is_printed(token: &[u8]) -> bool {
    is_valid(token) && !digits::<10>(token).is_some_and(|(digits, _)| is_stamp(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold with every sign of the century; a wrong character and a transposition do not.
    #[test]
    fn check_characters() {
        for code in [&b"131052-308T"[..], b"131052A308T", b"131052Y308T", b"131052+308T", b"131052308T", b"010594Y9032"]
        {
            assert!(is_valid(code), "{}", code.escape_ascii());
        }
        for code in
            [&b"131052-308U"[..], b"131052-380T", b"311052G308T", b"131352-308T", b"13105-2308T", b"131052-08T", b""]
        {
            assert!(!is_valid(code), "{}", code.escape_ascii());
        }
    }

    /// A time of this century is none, a code of digits from the last century is one.
    #[test]
    fn times() {
        let printed = |day: &str| (0..10_000).filter(|n| is_printed(format!("{day}-{n:04}").as_bytes())).count();
        assert!(printed("240175") > 0 && printed("240115") < printed("240175"));
        let hits = (0..24).flat_map(|hour| (0..60).map(move |minute| format!("240115-{hour:02}{minute:02}")));
        assert_eq!(hits.filter(|text| is_printed(text.as_bytes())).count(), 0);
    }

    /// After a key a wrong check character does not matter.
    #[test]
    fn after_a_key() {
        assert!(fits(b"131052308Q") && fits(b"131052A308Q"));
        for code in [&b""[..], b"131052", b"131052-30T", b"ABCDEF-308T", b"131052A3O8T", b"131052-308TT"] {
            assert!(!fits(code));
        }
    }
}
