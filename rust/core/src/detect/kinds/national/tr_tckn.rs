//! `tr_tckn`: eleven digits, the last two check the others modulo 10 (Nüfus Hizmetleri Kanunu 5490, MERNIS).

use crate::detect::spec::{Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// Eleven digits in a row are any number: it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::TrTckn,
    forms: &[],
    words: &[
        word("tckn", Kind::TrTckn, Reach::Part, Shape::Code(fits)),
        word("tckimlik", Kind::TrTckn, Reach::Part, Shape::Code(fits)),
        word("tckimlikno", Kind::TrTckn, Reach::End, Shape::Code(fits)),
        word("tckimliknumarasi", Kind::TrTckn, Reach::End, Shape::Code(fits)),
        word("tcno", Kind::TrTckn, Reach::Part, Shape::Code(is_number)),
        word("kimlikno", Kind::TrTckn, Reach::End, Shape::Code(is_number)),
        word("kimliknumarasi", Kind::TrTckn, Reach::End, Shape::Code(is_number)),
        word("turkishid", Kind::TrTckn, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_number(code: &[u8]) -> bool {
    exactly::<11>(code).is_some_and(|digits| {
        let tenth = weighted(&digits, &[7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10;
        let eleventh = digits[..10].iter().sum::<u32>() % 10;
        digits[0] != 0 && digits[9..] == [tenth, eleventh]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold; a wrong digit, a transposition and a nought at the front do not.
    #[test]
    fn check_digits() {
        assert!(is_number(b"10000000146") && is_number(b"17291716060") && fits(b"17291716050"));
        for number in [&b"17291716050"[..], b"17297116060", b"07291716092", b"1000000014", b"", b"100000001460"] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
    }
}
