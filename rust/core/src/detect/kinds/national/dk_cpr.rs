//! `dk_cpr`: day, month, year, serial number, printed `070761-4285`; the last digit checks the others modulo 11, except in numbers
//! given out since 2007 for days that had run out of them (CPR-kontoret, Personnummeret i CPR).

use super::sums::{is_stamp, pairs};
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// Alone the check digit has to fit, and what may be a time of this century is left alone: `240115-1230`.
pub static SPEC: Spec = Spec {
    kind: Kind::DkCpr,
    forms: &[Form { shape: "999999-9999", check: is_printed }],
    words: &[
        word("cpr", Kind::DkCpr, Reach::Part, Shape::Code(is_born)),
        word("cprnummer", Kind::DkCpr, Reach::End, Shape::Code(fits)),
        word("cprnumber", Kind::DkCpr, Reach::End, Shape::Code(fits)),
        word("cprnr", Kind::DkCpr, Reach::End, Shape::Code(fits)),
        word("cprno", Kind::DkCpr, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<10>(code).is_some()
}

fn is_born(token: &[u8]) -> bool {
    exactly::<10>(token).is_some_and(|digits| {
        let [day, month, _] = pairs(&digits);
        is_day(month, day)
    })
}

fn is_printed(token: &[u8]) -> bool {
    let is_checked = |digits: [u32; 10]| weighted(&digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
    is_born(token) && exactly::<10>(token).is_some_and(|digits| is_checked(digits) && !is_stamp(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test persons of the register hold; a wrong digit, a transposition and a day that does not exist do not.
    #[test]
    fn check_digit() {
        assert!(is_printed(b"070761-4285") && is_printed(b"211062-5629"));
        for number in [&b"070761-4286"[..], b"070716-4285", b"311162-5629", b"070761-428", b""] {
            assert!(!is_printed(number), "{}", number.escape_ascii());
        }
    }

    /// After a key a day is enough, after a long one not even that is asked for.
    #[test]
    fn after_a_key() {
        assert!(is_born(b"0707614286") && !is_born(b"7007614285") && fits(b"7007614285") && !fits(b"070761428"));
    }
}
