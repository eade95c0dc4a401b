//! `be_nrn`: day of birth, serial number and two digits that check both modulo 97, printed `85.07.30-033.28` (Royal Decree of
//! 3 April 1984). Since 2000 a 2 is put before the number to check; bis numbers have 20 or 40 more in the month.

use super::sums::{number, pairs};
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, is_day, word};
use crate::kind::Kind;

/// The groups are its own, and day and check digits have to fit.
pub static SPEC: Spec = Spec {
    kind: Kind::BeNrn,
    forms: &[
        Form { shape: "99.99.99-999.99", check: is_valid },
        Form { shape: "99.99.99-999-99", check: is_valid },
        Form { shape: "99.99.99.999.99", check: is_valid },
        Form { shape: "99-99-99-999-99", check: is_valid },
        Form { shape: "99 99 99 999 99", check: is_valid },
        Form { shape: "99/99/99-999.99", check: is_valid },
        Form { shape: "99/99/99-999-99", check: is_valid },
        Form { shape: "999999-999.99", check: is_valid },
        Form { shape: "999999-999-99", check: is_valid },
        Form { shape: "999999 999 99", check: is_valid },
    ],
    words: &[
        word("rijksregisternummer", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("rijksregisternr", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("rijksregister", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("registrenational", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("nationalregisternumber", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("nationaalnummer", Kind::BeNrn, Reach::End, Shape::Code(fits)),
        word("insz", Kind::BeNrn, Reach::Part, Shape::Code(fits)),
        word("insznummer", Kind::BeNrn, Reach::Part, Shape::Code(fits)),
        word("ssin", Kind::BeNrn, Reach::Part, Shape::Code(fits)),
        word("nrn", Kind::BeNrn, Reach::Whole, Shape::Code(is_valid)),
        word("niss", Kind::BeNrn, Reach::Part, Shape::Code(is_valid)),
        word("numeronational", Kind::BeNrn, Reach::Whole, Shape::Code(is_valid)),
        word("bisnummer", Kind::BeNrn, Reach::Part, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_valid(token: &[u8]) -> bool {
    exactly::<11>(token).is_some_and(|digits| is_born(&digits) && is_checked(&digits) && digits[6..9] != [0; 3])
}

fn is_born(digits: &[u32]) -> bool {
    let [_, month, day] = pairs(digits);
    month < 60 && is_day(month % 20, day)
}

fn is_checked(digits: &[u32]) -> bool {
    let (body, check) = (number(&digits[..9]), number(&digits[9..]));
    [body, 2_000_000_000 + body].iter().any(|body| 97 - body % 97 == check)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples of both centuries hold, and bis numbers; a wrong digit and a transposition do not.
    #[test]
    fn check_digits() {
        for number in [&b"85.07.30-033.28"[..], b"85073003328", b"40 00 01 001 33", b"17073003384", b"98471999773"] {
            assert!(is_checked(&exactly::<11>(number).expect("eleven")), "{}", number.escape_ascii());
        }
        assert!(is_valid(b"85.07.30-033.28") && is_valid(b"17.07.30-033.84") && !is_valid(b"40000100133"));
        for number in [&b"85.07.30-033.29"[..], b"85.07.30-303.28", b"58.07.30-033.28", b"85.13.30-033.28", b""] {
            assert!(!is_valid(number), "{}", number.escape_ascii());
        }
    }

    /// Eleven digits after a key are one, however wrong; more and fewer are not.
    #[test]
    fn after_a_key() {
        assert!(fits(b"85073003399") && !fits(b"8507300332") && !fits(b"850730033281") && !fits(b""));
    }
}
