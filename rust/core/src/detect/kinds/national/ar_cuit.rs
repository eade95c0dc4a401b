//! `ar_cuit`: a prefix for the type of person, the number of the identity card or company, and a check digit modulo 11 (ARCA,
//! formerly AFIP, Resolución General 10/1997).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// With its hyphens it counts by itself; bare it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::ArCuit,
    forms: &[Form { shape: "99-99999999-9", check: is_cuit }],
    words: &[
        word("cuit", Kind::ArCuit, Reach::Part, Shape::Code(fits)),
        word("cuil", Kind::ArCuit, Reach::Part, Shape::Code(fits)),
        key("cuitcuil"),
        key("cuitnumber"),
        key("cuilnumber"),
        key("numerocuit"),
        key("numerocuil"),
        key("nrocuit"),
        key("nrocuil"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::ArCuit, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

fn is_cuit(number: &[u8]) -> bool {
    exactly::<11>(number).is_some_and(|digits| {
        let prefix = matches!(digits[0] * 10 + digits[1], 20 | 23..=27 | 30 | 33 | 34);
        // A sum that would need the check digit 10 is given another prefix instead.
        prefix && weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Published examples pass, and no copy of them with a slip does.
    #[test]
    fn check_digit() {
        for number in ["20-05536168-2", "20-26756539-3", "20-12345678-6"] {
            assert!(catches_wrong_digits(is_cuit, number), "{number}");
            assert_eq!(swaps_missed(is_cuit, number), 0, "{number}");
        }
        assert!(!is_cuit(b"21-05536168-9") && !is_cuit(b"20-0553616-2") && fits(b"20055361683"));
    }
}
