//! `us_ssn`: `AAA-GG-SSSS`, never issued areas, groups and serials refused (SSA POMS RM 10201.035).

use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, word};
use crate::kind::Kind;

/// With its hyphens it counts by itself; bare it needs a key. There is no check digit.
pub static SPEC: Spec = Spec {
    kind: Kind::UsSsn,
    forms: &[Form { shape: "999-99-9999", check: is_issued }],
    words: &[
        word("ssn", Kind::UsSsn, Reach::Part, Shape::Code(fits)),
        word("socialsecurity", Kind::UsSsn, Reach::End, Shape::Code(fits)),
        word("socialsecuritynumber", Kind::UsSsn, Reach::End, Shape::Code(fits)),
    ],
};

/// After a key nine digits are masked even if no such number was issued: somebody mistyped theirs. Eight are nine whose leading zero
/// a number type lost.
fn fits(code: &[u8]) -> bool {
    exactly::<9>(code).is_some() || exactly::<8>(code).is_some()
}

fn is_issued(number: &[u8]) -> bool {
    let Some([a, b, c, group @ .., d, e, f, g]) = exactly::<9>(number) else { return false };
    let area = a * 100 + b * 10 + c;
    !matches!(area, 0 | 666 | 900..) && group != [0, 0] && [d, e, f, g] != [0; 4]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Areas 000, 666 and 9xx, group 00 and serial 0000 were never given out; every other number may be somebody's.
    #[test]
    fn never_issued() {
        assert!(is_issued(b"123-45-6789") && is_issued(b"899-99-0001"));
        for number in [&b"000-45-6789"[..], b"666-45-6789", b"900-45-6789", b"123-00-6789", b"123-45-0000"] {
            assert!(!is_issued(number));
        }
    }
}
