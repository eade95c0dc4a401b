//! `hk_id`: one or two letters, six digits and a check character modulo 11 in parentheses (Immigration Department of Hong Kong,
//! Registration of Persons Regulations). Anchored at the closing parenthesis, or by key.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::{Range, back, byte, ends, starts};
use crate::kind::Kind;

/// Tokens hold no parentheses: `find_check` finds the printed form.
pub static SPEC: Spec = Spec {
    kind: Kind::HkId,
    forms: &[],
    words: &[
        word("hkid", Kind::HkId, Reach::Part, Shape::Code(fits)),
        word("hkic", Kind::HkId, Reach::Whole, Shape::Code(fits)),
        key("hkidno"),
        key("hkidnumber"),
        key("hkidcard"),
        key("hongkongid"),
        key("hongkongidcard"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::HkId, Reach::End, Shape::Code(fits))
}

/// One or two letters, six digits and a check character, with or without its parentheses.
fn fits(code: &[u8]) -> bool {
    let (body, open, check) = match code {
        [body @ .., b'(', check, b')'] => (body, true, check),
        [body @ .., check] => (body, false, check),
        [] => return false,
    };
    let letters = body.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = &body[letters..];
    let form = matches!(letters, 1 | 2) && digits.iter().all(u8::is_ascii_digit);
    let is_check = check.is_ascii_digit() || *check == b'A';
    form && (digits.len() == 6 && is_check || !open && digits.len() == 5 && check.is_ascii_digit())
}

/// The number whose check character's closing parenthesis stands at `close`.
#[must_use]
pub fn find_check(text: &[u8], close: usize) -> Option<Range> {
    let open = close.checked_sub(2).filter(|&open| byte(text, open) == b'(' && byte(text, close) == b')')?;
    let digits = open.checked_sub(6).filter(|&digits| text[digits..open].iter().all(u8::is_ascii_digit))?;
    let start = back(text, digits, digits.saturating_sub(2), |b| b.is_ascii_uppercase());
    let right = check_character(&text[start..digits], &text[digits..open]) == char::from(text[open + 1]).to_digit(11);
    let is_upper = !text[open + 1].is_ascii_lowercase();
    (start < digits && right && is_upper && starts(text, start) && ends(text, close + 1)).then_some(start..close + 1)
}

/// Weights 9 to 2; a letter counts from A = 10, and where there is one letter a space that counts 36 stands before it.
fn check_character(letters: &[u8], digits: &[u8]) -> Option<u32> {
    let space = if letters.len() == 1 { 36 * 9 } else { 0 };
    let characters = letters.iter().chain(digits).rev();
    let sum = characters.zip(2..).try_fold(space, |sum, (&b, weight)| Some(sum + char::from(b).to_digit(36)? * weight));
    sum.map(|sum| (11 - sum % 11) % 11)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{neighbours_swapped, one_digit_wrong};

    fn is_found(text: &[u8]) -> bool {
        text.len().checked_sub(1).and_then(|close| find_check(text, close)) == Some(0..text.len())
    }

    /// The usual examples pass, and no copy of them with a slip does.
    #[test]
    fn check_character_is_right() {
        for number in ["A123456(3)", "G123456(A)", "AB987654(3)"] {
            assert!(is_found(number.as_bytes()), "{number}");
            let slips = one_digit_wrong(number).into_iter().chain(neighbours_swapped(number));
            assert!(slips.filter(|slip| is_found(slip)).count() == 0, "{number}");
        }
    }

    /// Part of a longer word, a call of a function and parentheses without a number before them are none.
    #[test]
    fn surroundings() {
        for text in [
            &b"XA123456(3)"[..],
            b"_A123456(3)",
            b"a123456(3)",
            b"123456(3)",
            b"(3)",
            b")",
            b"A12345(3)",
            b"G123456(a)",
        ] {
            assert!(!is_found(text));
        }
        assert_eq!(find_check(b"id A123456(3).", 12), Some(3..13));
        assert_eq!(find_check(b"id A123456(3)x", 12), None);
        assert_eq!(find_check(b"id A123456(3)", 99), None);
    }

    /// After a key the check character may be missing or without parentheses.
    #[test]
    fn after_a_key() {
        for code in [&b"A1234563"[..], b"AB123456(9)", b"A123456A", b"A123456"] {
            assert!(fits(code));
        }
        for code in [&b"A12345"[..], b"ABC1234567", b"12345678", b"HONGKONG", b"()", b""] {
            assert!(!fits(code));
        }
    }
}
