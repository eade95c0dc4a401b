//! `mx_rfc`: letters of the name (four of a person, three of a company), a date, two characters that tell namesakes apart and a
//! check character modulo 11 (SAT, Código Fiscal de la Federación, article 27; annex of the IFAI's document 0610100162005).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, is_day, word};
use crate::kind::Kind;

/// It counts by itself if its date and check character are right; some in use have a wrong one and need a key.
pub static SPEC: Spec = Spec {
    kind: Kind::MxRfc,
    forms: &[
        form("AAAA999999999"),
        form("AAAA99999999A"),
        form("AAAA9999999A9"),
        form("AAAA9999999AA"),
        form("AAAA999999A99"),
        form("AAAA999999A9A"),
        form("AAAA999999AA9"),
        form("AAAA999999AAA"),
        form("AAA999999999"),
        form("AAA99999999A"),
        form("AAA9999999A9"),
        form("AAA9999999AA"),
        form("AAA999999A99"),
        form("AAA999999A9A"),
        form("AAA999999AA9"),
        form("AAA999999AAA"),
    ],
    words: &[
        word("rfc", Kind::MxRfc, Reach::Part, Shape::Code(is_dated)),
        key("rfcemisor"),
        key("rfcreceptor"),
        key("rfccliente"),
        key("rfcempresa"),
        key("registrofederaldecontribuyentes"),
    ],
};

const fn form(shape: &'static str) -> Form {
    Form { shape, check: is_rfc }
}

const fn key(text: &'static str) -> Word {
    word(text, Kind::MxRfc, Reach::End, Shape::Code(is_dated))
}

/// What the tax office has people write who have none: the general public, and foreigners.
const GENERIC: [&[u8]; 2] = [b"XAXX010101000", b"XEXX010101000"];

/// `RFC: 7231` is a document: a key alone is not enough, there has to be a date.
fn is_dated(code: &[u8]) -> bool {
    let letters = code.len().saturating_sub(9);
    let Some((name, rest)) = code.split_at_checked(letters) else { return false };
    let Some((&[a, b, c, d, e, f], serial)) = rest.split_first_chunk::<6>() else { return false };
    let digits = [a, b, c, d, e, f].iter().all(u8::is_ascii_digit);
    let form = matches!(letters, 3 | 4) && digits && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'&');
    form && is_day(two_digits(c, d), two_digits(e, f))
        && serial.iter().all(u8::is_ascii_alphanumeric)
        && !GENERIC.contains(&code)
}

const fn two_digits(tens: u8, ones: u8) -> u32 {
    tens.wrapping_sub(b'0') as u32 * 10 + ones.wrapping_sub(b'0') as u32
}

fn is_rfc(number: &[u8]) -> bool {
    is_dated(number) && number.split_last().is_some_and(|(check, body)| check_character(body) == Some(*check))
}

/// Weights from the right: 2 to 13. Letters count from A = 10, `&` 24, and so O and what follows it one more; before the three
/// letters of a company stands a space, which counts 37.
fn check_character(body: &[u8]) -> Option<u8> {
    let mut sum = if body.len() == 11 { 37 * 13 } else { 0 };
    for (&byte, weight) in body.iter().rev().zip(2..) {
        let value = char::from(byte).to_digit(36).map(|value| value + u32::from(value > 23));
        sum += value.or((byte == b'&').then_some(24))? * weight;
    }
    match (11 - sum % 11) % 11 {
        10 => Some(b'A'),
        digit => u8::try_from(digit).ok().map(|digit| b'0' + digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// The examples of a person and of a company pass, and no copy of them with a slip does.
    #[test]
    fn check_character_is_right() {
        for number in ["GODE561231GR8", "MAB9307148T4"] {
            assert!(catches_wrong_digits(is_rfc, number), "{number}");
            assert_eq!(swaps_missed(is_rfc, number), 0, "{number}");
        }
    }

    /// After a key the check character may be wrong, but the date has to be one; generic numbers are nobody's.
    #[test]
    fn after_a_key() {
        assert!(is_dated(b"VACE460910SX6") && !is_rfc(b"VACE460910SX6"));
        for code in [&b"VACE461310SX6"[..], b"7231", b"XAXX010101000", b"VACE460910", b"VACEX460910SX6", b""] {
            assert!(!is_dated(code));
        }
    }
}
