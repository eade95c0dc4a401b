//! `nl_bsn`: nine digits, the last one taken away from the weighted sum of the others, modulo 11 (Rijksdienst voor Identiteitsgegevens,
//! Logisch Ontwerp BSN).

use crate::detect::spec::{Reach, Shape, Spec, digits, exactly, weighted, word};
use crate::kind::Kind;

/// Nine digits in a row are any number, and with dots an amount: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::NlBsn,
    forms: &[],
    words: &[
        word("bsn", Kind::NlBsn, Reach::Part, Shape::Code(fits)),
        word("bsnnummer", Kind::NlBsn, Reach::Part, Shape::Code(fits)),
        word("bsnnumber", Kind::NlBsn, Reach::Part, Shape::Code(fits)),
        word("bsnnr", Kind::NlBsn, Reach::Part, Shape::Code(fits)),
        word("burgerservicenummer", Kind::NlBsn, Reach::End, Shape::Code(fits)),
        word("burgerservicenr", Kind::NlBsn, Reach::End, Shape::Code(fits)),
        word("citizenservicenumber", Kind::NlBsn, Reach::End, Shape::Code(fits)),
        word("sofinummer", Kind::NlBsn, Reach::End, Shape::Code(fits)),
        word("sofi", Kind::NlBsn, Reach::Whole, Shape::Code(is_number)),
    ],
};

/// A nought at the front may be missing.
fn fits(code: &[u8]) -> bool {
    digits::<9>(code).is_some_and(|(_, length)| length == code.len() && length >= 8)
}

/// Whether nine digits are a number that may have been given out.
pub(super) fn is_number(token: &[u8]) -> bool {
    exactly::<9>(token).is_some_and(|digits| {
        digits[..3] != [0; 3] && weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 10]).is_multiple_of(11)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published test numbers hold; a wrong digit and a transposition do not.
    #[test]
    fn check_digit() {
        assert!(is_number(b"111222333") && is_number(b"123456782") && is_number(b"999990019"));
        for number in [&b"123456789"[..], b"123456728", b"111222334", b"000000000", b"12345678", b""] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
    }

    /// After a key a wrong digit does not matter, the number of digits does.
    #[test]
    fn after_a_key() {
        assert!(fits(b"123456789") && fits(b"11122233"));
        assert!(!fits(b"") && !fits(b"1234567") && !fits(b"1234567890") && !fits(b"12345678A"));
    }
}
