//! `us_ein`: nine digits whose first two name an IRS campus (IRS, "How EINs are assigned and valid EIN prefixes"). By key only:
//! `12-3456789` has no check digit.

use crate::detect::spec::{Reach, Shape, Spec, Word, exactly, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::UsEin,
    forms: &[],
    words: &[
        word("ein", Kind::UsEin, Reach::Part, Shape::Code(is_assigned)),
        word("fein", Kind::UsEin, Reach::Part, Shape::Code(is_assigned)),
        key("einnumber"),
        key("companyein"),
        key("employerein"),
        key("federalein"),
        key("federaltaxid"),
        key("federaltaxnumber"),
        key("employertaxid"),
        key("employerid"),
        key("employeridnumber"),
        key("employeridentificationnumber"),
        key("federalemployeridentificationnumber"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::UsEin, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some()
}

fn is_assigned(code: &[u8]) -> bool {
    let Some([a, b, ..]) = exactly::<9>(code) else { return false };
    !matches!(a * 10 + b, 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prefixes that no campus gives out are none, if the key says little.
    #[test]
    fn prefixes() {
        for number in [&b"91-1144442"[..], b"042103594", b"01-0000001", b"990000000"] {
            assert!(is_assigned(number) && fits(number));
        }
        for number in [&b"07-1144442"[..], b"00-1234567", b"890000000", b"12-345678", b"12-3456789A"] {
            assert!(!is_assigned(number));
        }
        assert!(fits(b"071144442"));
    }
}
