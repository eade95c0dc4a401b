//! `pl_pesel`: day of birth with the century in the month, serial number, check digit modulo 10 (Ustawa o ewidencji ludności, art. 15).

use super::sums::pairs;
use crate::detect::spec::{Reach, Shape, Spec, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// It is written without separators, and eleven digits in a row are any number: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::PlPesel,
    forms: &[],
    words: &[
        word("pesel", Kind::PlPesel, Reach::End, Shape::Code(fits)),
        word("peselnumber", Kind::PlPesel, Reach::End, Shape::Code(fits)),
        word("peselnumer", Kind::PlPesel, Reach::End, Shape::Code(fits)),
        word("peselno", Kind::PlPesel, Reach::End, Shape::Code(fits)),
        word("peselnr", Kind::PlPesel, Reach::End, Shape::Code(fits)),
        word("numerewidencyjny", Kind::PlPesel, Reach::End, Shape::Code(is_valid)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_valid(token: &[u8]) -> bool {
    exactly::<11>(token).is_some_and(|digits| {
        let [_, month, day] = pairs(&digits);
        is_day(month % 20, day) && weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples of two centuries hold; a wrong digit, a transposition and a month that does not exist do not.
    #[test]
    fn check_digit() {
        assert!(is_valid(b"44051401359") && is_valid(b"02070803628") && is_valid(b"44051401458"));
        for number in [&b"44051401358"[..], b"44051410359", b"44131401359", b"4405140135", b""] {
            assert!(!is_valid(number), "{}", number.escape_ascii());
        }
        assert!(fits(b"44051401358") && !fits(b"440514013590") && !fits(b"4405140135A"));
    }
}
