//! `ie_pps`: seven digits, a letter that checks them modulo 23, and since 2013 a second letter that counts nine times (Social Welfare
//! Consolidation Act 2005; Revenue, PPSN validation; W, T and X of older numbers count nothing).

use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// Only one of 23 letters is right.
pub static SPEC: Spec = Spec {
    kind: Kind::IePps,
    forms: &[Form { shape: "9999999A", check: is_number }, Form { shape: "9999999AA", check: is_number }],
    words: &[
        word("pps", Kind::IePps, Reach::Whole, Shape::Code(is_number)),
        word("ppsn", Kind::IePps, Reach::Part, Shape::Code(fits)),
        word("ppsnumber", Kind::IePps, Reach::Part, Shape::Code(fits)),
        word("ppsno", Kind::IePps, Reach::Part, Shape::Code(fits)),
        word("personalpublicservicenumber", Kind::IePps, Reach::End, Shape::Code(fits)),
    ],
};

const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

fn fits(code: &[u8]) -> bool {
    let (digits, letters) = code.split_at_checked(7).unwrap_or_default();
    exactly::<7>(digits).is_some() && matches!(letters, [b'A'..=b'Z'] | [b'A'..=b'Z', b'A'..=b'Z'])
}

/// Whether this is a number with its right letter.
pub(super) fn is_number(token: &[u8]) -> bool {
    let (head, letters) = token.split_at_checked(7).unwrap_or_default();
    let Some(digits) = exactly::<7>(head) else { return false };
    let (check, second) = match letters {
        [check] | [check, b'W' | b'T' | b'X'] => (check, 0),
        [check, second @ b'A'..=b'I'] => (check, u32::from(second - b'A') + 1),
        _ => return false,
    };
    let at = (weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23;
    usize::try_from(at).is_ok_and(|at| LETTERS[at] == *check)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, with a second letter and without; a wrong letter and a transposition do not.
    #[test]
    fn check_letters() {
        for number in
            [&b"1234567T"[..], b"1234567FA", b"6433435F", b"6433435FT", b"6433435FW", b"6433435OA", b"6433435IH"]
        {
            assert!(is_number(number), "{}", number.escape_ascii());
        }
        for number in [&b"1234567A"[..], b"1234576T", b"1234567TA", b"6433435FZ", b"643343F", b"6433435", b""] {
            assert!(!is_number(number), "{}", number.escape_ascii());
        }
    }

    /// After a key a wrong letter does not matter.
    #[test]
    fn after_a_key() {
        assert!(fits(b"1234567A") && fits(b"1234567ZZ"));
        assert!(!fits(b"") && !fits(b"1234567") && !fits(b"1234567AAA") && !fits(b"123456AA") && !fits(b"12345678A"));
    }
}
