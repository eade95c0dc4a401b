//! `ro_cnp`: sex and century, year, month, day, county, serial number, and a digit that checks them modulo 11 (Law 105/1996; OUG
//! 97/2005).

use super::sums::pairs;
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// Thirteen digits with a day and a county count alone, unless they may be milliseconds since 1970.
pub static SPEC: Spec = Spec {
    kind: Kind::RoCnp,
    forms: &[Form { shape: "9999999999999", check: is_no_time }],
    words: &[
        word("cnp", Kind::RoCnp, Reach::Part, Shape::Code(fits)),
        word("codnumericpersonal", Kind::RoCnp, Reach::End, Shape::Code(fits)),
        word("personalnumericcode", Kind::RoCnp, Reach::End, Shape::Code(fits)),
        word("personalnumericalcode", Kind::RoCnp, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<13>(code).is_some_and(|digits| digits[0] != 0)
}

fn is_valid(digits: &[u32; 13]) -> bool {
    let [_, month, day] = pairs(&digits[1..]);
    let [county, ..] = pairs(&digits[7..]);
    let check = weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    let is_county = matches!(county, 1..=48 | 51 | 52 | 70 | 80..=83);
    digits[0] != 0 && is_day(month, day) && is_county && digits[12] == if check == 10 { 1 } else { check }
}

/// Those that begin with 1 are men born until 1999, and the milliseconds of 2001 to 2033; with 3 and 4 people born before 1900.
fn is_no_time(token: &[u8]) -> bool {
    exactly::<13>(token).is_some_and(|digits| matches!(digits[0], 2 | 5..=9) && is_valid(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid(number: &[u8]) -> bool {
        exactly::<13>(number).is_some_and(|digits| is_valid(&digits))
    }

    /// Published examples hold; a wrong digit, a transposition and a county that does not exist do not.
    #[test]
    fn check_digit() {
        assert!(valid(b"1630615123457") && valid(b"1800101221144"));
        for number in
            [&b"1630615123458"[..], b"1630615132457", b"1631315123457", b"0630615123457", b"163061512345", b""]
        {
            assert!(!valid(number), "{}", number.escape_ascii());
        }
        assert!(fits(b"1630615123458") && !fits(b"163061512345") && !fits(b"0630615123457"));
    }

    /// A time in milliseconds is never taken for a number.
    #[test]
    fn times() {
        let hits = |first: u64| (0..100_000).filter(|n| is_no_time((first + 7919 * n).to_string().as_bytes())).count();
        assert_eq!((hits(1_701_231_000_000), hits(1_760_101_000_000), hits(1_200_101_000_000)), (0, 0, 0));
        assert!(hits(2_800_101_000_000) > 0);
    }
}
