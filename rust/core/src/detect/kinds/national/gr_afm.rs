//! `gr_afm`: nine digits, the last one checks the others, which weigh 256 down to 2, modulo 11 (AADE, Greek TIN in the OECD's
//! AEOI list).

use crate::detect::spec::{Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// Nine digits in a row are any number: it needs a key. `afm` is also a file of font metrics.
pub static SPEC: Spec = Spec {
    kind: Kind::GrAfm,
    forms: &[],
    words: &[
        word("afm", Kind::GrAfm, Reach::Part, Shape::Code(is_number)),
        word("afmnumber", Kind::GrAfm, Reach::Part, Shape::Code(fits)),
        word("arithmosforologikoumitroou", Kind::GrAfm, Reach::End, Shape::Code(fits)),
        word("forologikomitroo", Kind::GrAfm, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

/// Whether nine digits are a number.
pub(super) fn is_number(token: &[u8]) -> bool {
    exactly::<9>(token).is_some_and(|digits| {
        digits != [0; 9] && weighted(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digits[8]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong digit and a transposition do not.
    #[test]
    fn check_digit() {
        assert!(is_number(b"090000045") && is_number(b"094259216") && fits(b"094259217"));
        for number in [&b"094259217"[..], b"094295216", b"000000000", b"94259216", b""] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
    }
}
