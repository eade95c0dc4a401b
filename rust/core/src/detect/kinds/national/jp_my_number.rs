//! `jp_my_number`: twelve digits, the last a check digit modulo 11 (Ministry of Internal Affairs and Communications, Ordinance 85
//! of 2014, article 5).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// In fours joined by hyphens it counts by itself. In fours joined by spaces one group of columns in eleven would pass.
pub static SPEC: Spec = Spec {
    kind: Kind::JpMyNumber,
    forms: &[Form { shape: "9999-9999-9999", check: is_my_number }],
    words: &[
        key("mynumber"),
        key("mynumbercard"),
        key("kojinbango"),
        key("kojinbangou"),
        key("individualnumber"),
        key("jpmynumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::JpMyNumber, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<12>(code).is_some()
}

fn is_my_number(number: &[u8]) -> bool {
    exactly::<12>(number).is_some_and(|digits| {
        let rest = weighted(&digits[..11], &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        let check = if rest <= 1 { 0 } else { 11 - rest };
        check == digits[11] && digits[..11] != [digits[0]; 11]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::catches_most_slips;

    /// The usual example passes. Remainders 0 and 1 share the check digit 0, so few slips do.
    #[test]
    fn check_digit() {
        assert!(is_my_number(b"983205673214") && catches_most_slips(is_my_number, "1234-5678-9018", 20));
        assert!(
            !is_my_number(b"1111-1111-1118") && !is_my_number(b"0000-0000-0000") && !is_my_number(b"1234-5678-901")
        );
    }
}
