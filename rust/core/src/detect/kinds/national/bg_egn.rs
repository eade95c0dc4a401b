//! `bg_egn`: year, month with the century in it, day, serial number, and a digit that checks them modulo 11 (Civil Registration Act,
//! art. 11; Ordinance RD-02-20-9 of 2012).

use super::sums::pairs;
use crate::detect::spec::{Reach, Shape, Spec, exactly, is_day, weighted, word};
use crate::kind::Kind;

/// It is written without separators, and ten digits in a row are any number: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::BgEgn,
    forms: &[],
    words: &[
        word("egn", Kind::BgEgn, Reach::Part, Shape::Code(is_valid)),
        word("egnnumber", Kind::BgEgn, Reach::Part, Shape::Code(fits)),
        word("edinengrazhdanskinomer", Kind::BgEgn, Reach::End, Shape::Code(fits)),
        word("unifiedcivilnumber", Kind::BgEgn, Reach::End, Shape::Code(fits)),
        word("uniformcivilnumber", Kind::BgEgn, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<10>(code).is_some()
}

/// Whether ten digits are the number of somebody born between 1800 and 2099.
pub(super) fn is_valid(token: &[u8]) -> bool {
    exactly::<10>(token).is_some_and(|digits| {
        let [_, month, day] = pairs(&digits);
        let check = weighted(&digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
        month < 60 && is_day(month % 20, day) && check == digits[9]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples of three centuries hold; a wrong digit, a transposition and a day that does not exist do not.
    #[test]
    fn check_digit() {
        assert!(
            is_valid(b"7523169263") && is_valid(b"8032056031") && is_valid(b"7552010005") && is_valid(b"6101057509")
        );
        for number in [&b"7552010004"[..], b"7552100005", b"8019010008", b"752316926", b""] {
            assert!(!is_valid(number), "{}", number.escape_ascii());
        }
        assert!(fits(b"7552010004") && !fits(b"755201000"));
    }
}
