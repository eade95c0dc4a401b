//! `us_dea`: two letters (the second may be a 9) and seven digits, the last a check digit (DEA Diversion Control Division,
//! registration number format; 21 CFR 1301). By key only: one text of this form in ten passes the check.

use crate::detect::spec::{Reach, Shape, Spec, Word, digits, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::UsDea,
    forms: &[],
    words: &[
        word("dea", Kind::UsDea, Reach::Part, Shape::Code(is_dea)),
        key("deanumber"),
        key("deano"),
        key("deanum"),
        key("deaid"),
        key("dearegistration"),
        key("dearegistrationnumber"),
        key("prescriberdea"),
        key("providerdea"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::UsDea, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    let [first, second, number @ ..] = code else { return false };
    let holder = first.is_ascii_uppercase() && (second.is_ascii_uppercase() || *second == b'9');
    holder && number.len() == 7 && number.iter().all(u8::is_ascii_digit)
}

fn is_dea(code: &[u8]) -> bool {
    let registrant = code.first().is_some_and(|first| b"ABCDEFGHJKLMPRSTUX".contains(first));
    let Some(([a, b, c, d, e, f, check], 7)) = code.get(2..).and_then(digits::<7>) else { return false };
    fits(code) && registrant && (a + c + e + 2 * (b + d + f)) % 10 == check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::catches_most_slips;

    /// The usual textbook number passes. Every other digit is doubled, so that a slip by 5 there does too.
    #[test]
    fn check_digit() {
        assert!(is_dea(b"AP5836727") && is_dea(b"F91234563"));
        assert!(catches_most_slips(is_dea, "AP5836727", 10));
        for code in [&b"IP5836727"[..], b"AP583672", b"AP58367271", b"A15836727", b"1P5836727", b""] {
            assert!(!is_dea(code));
        }
    }

    /// After a key of its own a mistyped one is masked too.
    #[test]
    fn after_a_key() {
        assert!(fits(b"AP5836728") && !fits(b"AP583672X") && !fits(b"DIVERSION"));
    }
}
