//! `no_fodselsnummer`: day, month, year, three digits, and two that check them modulo 11; D numbers have 40 more in the day, help
//! numbers 40 and test numbers 80 more in the month (Skatteetaten, Folkeregisterforskriften § 2-2-1).

use super::sums::pairs;
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// Two check digits and a day; bare it still needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::NoFodselsnummer,
    forms: &[Form { shape: "999999 99999", check: is_valid }, Form { shape: "999999-99999", check: is_valid }],
    words: &[
        word("fodselsnummer", Kind::NoFodselsnummer, Reach::End, Shape::Code(fits)),
        word("foedselsnummer", Kind::NoFodselsnummer, Reach::End, Shape::Code(fits)),
        // What is left of it where a letter outside of ASCII ends the key.
        word("dselsnummer", Kind::NoFodselsnummer, Reach::End, Shape::Code(fits)),
        word("fodselsnr", Kind::NoFodselsnummer, Reach::End, Shape::Code(fits)),
        word("fnr", Kind::NoFodselsnummer, Reach::Whole, Shape::Code(is_valid)),
        word("dnummer", Kind::NoFodselsnummer, Reach::Part, Shape::Code(fits)),
        word("norwegianid", Kind::NoFodselsnummer, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_valid(token: &[u8]) -> bool {
    exactly::<11>(token).is_some_and(|digits| {
        let [day, month, _] = pairs(&digits);
        let is_checked = |weights: &[u32]| weighted(&digits, weights).is_multiple_of(11);
        day < 80
            && is_day(month % 40, day % 40)
            && is_checked(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
            && is_checked(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, D numbers and those of the test register too; a wrong digit and a transposition do not.
    #[test]
    fn check_digits() {
        for number in [&b"15108695088"[..], b"151086 95088", b"410180-12365", b"01818012337", b"01418012354"] {
            assert!(is_valid(number), "{}", number.escape_ascii());
        }
        for number in [&b"15108695077"[..], b"15108690588", b"15138695088", b"1510869508", b"00000000000", b""] {
            assert!(!is_valid(number), "{}", number.escape_ascii());
        }
        assert!(fits(b"15108695077") && !fits(b"151086950770"));
    }
}
