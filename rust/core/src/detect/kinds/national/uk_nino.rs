//! `uk_nino`: two letters, six digits, a letter A to D; prefixes that were never given out refused (HMRC NIM39110).

use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, word};
use crate::detect::text::{Range, ends, starts};
use crate::kind::Kind;

/// It has no check digit; the letters that may stand where make up for it.
pub static SPEC: Spec = Spec {
    kind: Kind::UkNino,
    forms: &[Form { shape: "AA999999A", check: is_issued }, Form { shape: "AA-99-99-99-A", check: is_issued }],
    words: &[
        word("nino", Kind::UkNino, Reach::Part, Shape::Code(fits)),
        word("ninonumber", Kind::UkNino, Reach::End, Shape::Code(fits)),
        word("ninumber", Kind::UkNino, Reach::Part, Shape::Code(fits)),
        word("nationalinsurance", Kind::UkNino, Reach::End, Shape::Code(fits)),
        word("nationalinsurancenumber", Kind::UkNino, Reach::End, Shape::Code(fits)),
        word("nationalinsuranceno", Kind::UkNino, Reach::End, Shape::Code(fits)),
        word("natinsno", Kind::UkNino, Reach::End, Shape::Code(fits)),
    ],
};

fn is_issued(token: &[u8]) -> bool {
    let [first, second, digits @ .., suffix] = token else { return false };
    is_prefix([*first, *second]) && exactly::<6>(digits).is_some() && matches!(suffix, b'A'..=b'D')
}

/// The printed form `AB 12 34 56 C`, whose digits begin at `start`.
#[must_use]
pub fn find_spaced(text: &[u8], start: usize) -> Option<Range> {
    let first = start.checked_sub(3)?;
    let printed = text.get(first..first + 13)?;
    let gaps = [2, 5, 8, 11].iter().all(|&index| printed[index] == b' ');
    let digits = exactly::<6>(&printed[3..11]).is_some();
    let fits = gaps && digits && is_prefix([printed[0], printed[1]]) && matches!(printed[12], b'A'..=b'D');
    (fits && starts(text, first) && ends(text, first + 13)).then_some(first..first + 13)
}

/// D, F, I, Q, U and V stand nowhere in a prefix, O not second; the rest are set aside for other uses.
fn is_prefix(letters: [u8; 2]) -> bool {
    let [first, second] = letters.map(|b| b.is_ascii_uppercase() && !b"DFIQUV".contains(&b));
    let set_aside = matches!(&letters, b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ");
    first && second && letters[1] != b'O' && !set_aside
}

/// After a key any prefix will do, the last letter may be missing (eight characters are one number), and so will the temporary
/// reference number, `11A12345`.
fn fits(code: &[u8]) -> bool {
    match code {
        [a, b, digits @ .., last] if digits.len() == 6 && last.is_ascii_uppercase() => is_lettered([*a, *b], digits),
        [a, b, digits @ ..] if digits.len() == 6 && a.is_ascii_uppercase() => is_lettered([*a, *b], digits),
        [a, b, letter, digits @ ..] => {
            letter.is_ascii_uppercase() && exactly::<2>(&[*a, *b]).is_some() && exactly::<5>(digits).is_some()
        }
        _ => false,
    }
}

fn is_lettered(letters: [u8; 2], digits: &[u8]) -> bool {
    letters.iter().all(u8::is_ascii_uppercase) && exactly::<6>(digits).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prefixes and suffixes that HMRC gives out count; those it never gives out, the QQ of its own examples among them, do not.
    #[test]
    fn never_issued() {
        assert!(is_issued(b"AB123456C") && is_issued(b"AB-12-34-56-C") && is_issued(b"OA123456D"));
        for number in
            [&b"QQ123456C"[..], b"AB123456E", b"GB123456A", b"AO123456A", b"DA123456A", b"ZZ123456D", b"AB12345C"]
        {
            assert!(!is_issued(number));
        }
    }

    /// After a key a mistyped number is one too; a word or a longer number is not.
    #[test]
    fn after_a_key() {
        assert!(fits(b"QQ123456C") && fits(b"AB123456") && fits(b"11A12345"));
        for code in [&b""[..], b"AB", b"AB12345", b"AB1234567", b"ABCDEFGHI", b"123456789", b"AB123456CC", b"11A123456"]
        {
            assert!(!fits(code), "{}", code.escape_ascii());
        }
    }
}
