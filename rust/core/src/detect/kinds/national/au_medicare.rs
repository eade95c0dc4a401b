//! `au_medicare`: eight digits that begin with 2 to 6, a check digit, the number of the issue and, at times, the person's place on
//! the card (NEHTA, "Use of Healthcare Identifiers in Health Software Systems", 2011).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, digits, weighted, word};
use crate::kind::Kind;

/// Joined by hyphens in the groups of the card it counts by itself. With spaces it looks like columns of numbers.
pub static SPEC: Spec = Spec {
    kind: Kind::AuMedicare,
    forms: &[Form { shape: "9999-99999-9", check: is_medicare }, Form { shape: "9999-99999-9-9", check: is_medicare }],
    words: &[
        word("medicare", Kind::AuMedicare, Reach::Part, Shape::Code(is_medicare)),
        key("medicarenumber"),
        key("medicareno"),
        key("medicarenum"),
        key("medicarecard"),
        key("medicarecardnumber"),
        key("medicarecardno"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::AuMedicare, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    matches!(code.len(), 10 | 11) && code.iter().all(u8::is_ascii_digit)
}

fn is_medicare(number: &[u8]) -> bool {
    let Some((card @ [2..=6, ..], 10 | 11)) = digits::<11>(number) else { return false };
    weighted(&card, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == card[8] && card[9] != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::one_digit_wrong;

    /// A wrong digit before the check digit is noticed; the issue and the person's place have no check.
    #[test]
    fn check_digit() {
        assert!(is_medicare(b"2123-45670-1") && is_medicare(b"2123456701") && is_medicare(b"2123 45670 1/2"));
        let slips = one_digit_wrong("2123-45670-1");
        assert!(!slips.iter().filter(|slip| slip.ends_with(b"-1")).any(|slip| is_medicare(slip)));
        for number in [&b"1123-45679-1"[..], b"7123-45675-1", b"2123-45670", b"2123-45670-0"] {
            assert!(!is_medicare(number));
        }
    }

    /// After a key of its own a mistyped one is masked too.
    #[test]
    fn after_a_key() {
        assert!(fits(b"2123456781") && !fits(b"212345678") && !fits(b"21234567A1"));
    }
}
