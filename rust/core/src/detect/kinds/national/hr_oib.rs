//! `hr_oib`: eleven digits, ISO 7064 MOD 11,10 (Zakon o osobnom identifikacijskom broju, NN 60/08).

use super::sums::mod_11_10;
use crate::detect::spec::{Reach, Shape, Spec, exactly, word};
use crate::kind::Kind;

/// Eleven digits in a row are any number: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::HrOib,
    forms: &[],
    words: &[
        word("oib", Kind::HrOib, Reach::Part, Shape::Code(fits)),
        word("oibbroj", Kind::HrOib, Reach::Part, Shape::Code(fits)),
        word("oibnumber", Kind::HrOib, Reach::Part, Shape::Code(fits)),
        word("osobniidentifikacijskibroj", Kind::HrOib, Reach::End, Shape::Code(fits)),
        word("osobnibroj", Kind::HrOib, Reach::End, Shape::Code(is_number)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

/// Whether eleven digits are a number.
pub(super) fn is_number(token: &[u8]) -> bool {
    exactly::<11>(token).is_some_and(|digits| mod_11_10(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong digit and a transposition do not.
    #[test]
    fn check_digit() {
        assert!(is_number(b"33392005961") && is_number(b"94577403194") && fits(b"33392005962"));
        for number in [&b"33392005962"[..], b"33392005691", b"3339200596", b"", b"333920059611"] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
    }
}
