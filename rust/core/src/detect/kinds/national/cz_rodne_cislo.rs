//! `cz_rodne_cislo`: year, month (50 more for women; 20 more where a day ran out of numbers, since 2004), day, a slash, and since
//! 1954 four digits that make the whole a multiple of 11 (Czech Act 133/2000 § 13, Slovak Act 301/1995).

use super::sums::{is_stamp, number, pairs};
use crate::detect::spec::{Form, Reach, Shape, Spec, digits, exactly, is_day, word};
use crate::kind::Kind;

/// Ten digits with a slash after the sixth; the nine of those born before 1954 have no check digit and need a key. A path such as
/// `240115/1230` is a time.
pub static SPEC: Spec = Spec {
    kind: Kind::CzRodneCislo,
    forms: &[Form { shape: "999999/9999", check: is_printed }],
    words: &[
        word("rodnecislo", Kind::CzRodneCislo, Reach::End, Shape::Code(fits)),
        word("rodcislo", Kind::CzRodneCislo, Reach::End, Shape::Code(fits)),
        word("rodcis", Kind::CzRodneCislo, Reach::Part, Shape::Code(fits)),
        word("rodnecis", Kind::CzRodneCislo, Reach::End, Shape::Code(fits)),
        word("birthnumber", Kind::CzRodneCislo, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    digits::<10>(code).is_some_and(|(_, length)| length == code.len() && length >= 9)
}

/// Until 1985 a remainder of 10 was written 0.
pub(super) fn is_valid(token: &[u8]) -> bool {
    let Some(digits) = exactly::<10>(token) else { return false };
    let [year, month, day] = pairs(&digits);
    let first = number(&digits[..9]);
    let is_old = (54..=85).contains(&year) && first % 11 == 10 && digits[9] == 0;
    is_day(plain(year, month), day) && (is_old || number(&digits).is_multiple_of(11))
}

/// The month as it is in the calendar; 13 if there is none.
const fn plain(year: u32, month: u32) -> u32 {
    match month {
        0..=12 => month,
        51..=62 => month - 50,
        21..=32 if year >= 4 && year < 54 => month - 20,
        71..=82 if year >= 4 && year < 54 => month - 70,
        _ => 13,
    }
}

fn is_printed(token: &[u8]) -> bool {
    is_valid(token) && !exactly::<10>(token).is_some_and(|digits| is_stamp(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong digit, a transposition and a month that does not exist do not.
    #[test]
    fn check_digit() {
        assert!(is_printed(b"710319/2745") && is_printed(b"736028/5163") && is_valid(b"7103192745"));
        for number in [&b"710319/2746"[..], b"710391/2745", b"711319/2745", b"991231/123", b"590312/123", b""] {
            assert!(!is_printed(number), "{}", number.escape_ascii());
        }
    }

    /// Extra months are of this century; a remainder of ten was written nought for thirty years.
    #[test]
    fn months_and_remainders() {
        assert!(plain(4, 21) == 1 && plain(4, 82) == 12 && plain(3, 21) == 13 && plain(80, 33) == 13);
        assert!(is_valid(b"780123/3540") && !is_valid(b"880123/3542"));
    }

    /// After a key nine digits do, and ten with a wrong one.
    #[test]
    fn after_a_key() {
        assert!(fits(b"590312123") && fits(b"7103192746") && !fits(b"71031927") && !fits(b"") && !fits(b"71031927460"));
    }
}
