//! `uk_utr`: ten digits, the first one checks the others modulo 11 (HMRC, Corporation Tax online technical specifications).

use crate::detect::spec::{Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// Ten digits in a row are any number: it needs a key. The K of Self Assessment may stand at either end.
pub static SPEC: Spec = Spec {
    kind: Kind::UkUtr,
    forms: &[],
    words: &[
        word("utr", Kind::UkUtr, Reach::Part, Shape::Code(is_reference)),
        word("utrnumber", Kind::UkUtr, Reach::Part, Shape::Code(fits)),
        word("utrno", Kind::UkUtr, Reach::Part, Shape::Code(fits)),
        word("uniquetaxpayerreference", Kind::UkUtr, Reach::End, Shape::Code(fits)),
        word("uniquetaxreference", Kind::UkUtr, Reach::End, Shape::Code(fits)),
        word("taxpayerreference", Kind::UkUtr, Reach::End, Shape::Code(is_reference)),
    ],
};

fn without_k(code: &[u8]) -> &[u8] {
    match code {
        [b'K', digits @ ..] | [digits @ .., b'K'] => digits,
        _ => code,
    }
}

fn fits(code: &[u8]) -> bool {
    exactly::<10>(without_k(code)).is_some()
}

fn is_reference(code: &[u8]) -> bool {
    let Some([check, body @ ..]) = exactly::<10>(without_k(code)) else { return false };
    let expected = 11 - weighted(&body, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
    check == if expected > 9 { expected - 9 } else { expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, with the K or without; a wrong digit and a transposition do not.
    #[test]
    fn check_digit() {
        for number in [&b"3282497350"[..], b"1955839661", b"1955839661K", b"K1955839661"] {
            assert!(is_reference(number) && fits(number));
        }
        for number in [&b"3282497351"[..], b"2955839661", b"1955836961", b"195583966", b"K1955839661K", b""] {
            assert!(!is_reference(number));
        }
    }
}
