//! `pt_nif`: nine digits, the last one checks the others modulo 11 (Decreto-Lei 14/2013; Portaria 386/98).

use crate::detect::spec::{Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// Nine digits in a row are any number, and in groups of three a phone number: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::PtNif,
    forms: &[],
    words: &[
        // Spain's NIF is found by its shape.
        word("nif", Kind::PtNif, Reach::Whole, Shape::Code(is_number)),
        word("contribuinte", Kind::PtNif, Reach::End, Shape::Code(fits)),
        word("numerocontribuinte", Kind::PtNif, Reach::End, Shape::Code(fits)),
        word("numerofiscal", Kind::PtNif, Reach::End, Shape::Code(is_number)),
        word("identificacaofiscal", Kind::PtNif, Reach::End, Shape::Code(fits)),
        word("nipc", Kind::PtNif, Reach::Part, Shape::Code(is_number)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

/// Whether nine digits are a number that may have been given out.
pub(super) fn is_number(token: &[u8]) -> bool {
    let Some([body @ .., check]) = exactly::<9>(token) else { return false };
    let remainder = weighted(&body, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let first = matches!(body[..2], [1..=3 | 5..=9, _] | [4, 5]);
    first && check == if remainder < 2 { 0 } else { 11 - remainder }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong digit, a transposition and a first digit that is not in use do not.
    #[test]
    fn check_digit() {
        assert!(is_number(b"501964843") && is_number(b"123456789") && is_number(b"999999990"));
        for number in [&b"501964842"[..], b"501694843", b"000000000", b"12345678", b"1234567890", b""] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
        assert!(fits(b"501964842") && !fits(b"50196484"));
    }
}
