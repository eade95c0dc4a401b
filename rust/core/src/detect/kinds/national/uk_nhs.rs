//! `uk_nhs`: ten digits printed 3-3-4, the last one checks the others modulo 11 (NHS Data Dictionary, NHS NUMBER).

use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, weighted, word};
use crate::kind::Kind;

/// With hyphens it looks like a North American phone number, bare like any number: both need a key.
pub static SPEC: Spec = Spec {
    kind: Kind::UkNhs,
    forms: &[Form { shape: "999 999 9999", check: is_printed }],
    words: &[
        word("nhs", Kind::UkNhs, Reach::Part, Shape::Code(is_number)),
        word("nhsnumber", Kind::UkNhs, Reach::End, Shape::Code(fits)),
        word("nhsno", Kind::UkNhs, Reach::End, Shape::Code(fits)),
        word("nhsnum", Kind::UkNhs, Reach::End, Shape::Code(fits)),
        word("nhsnr", Kind::UkNhs, Reach::End, Shape::Code(fits)),
        word("nhsid", Kind::UkNhs, Reach::Part, Shape::Code(fits)),
        word("chi", Kind::UkNhs, Reach::Whole, Shape::Code(is_number)),
        word("chinumber", Kind::UkNhs, Reach::Part, Shape::Code(fits)),
        word("healthandcarenumber", Kind::UkNhs, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<10>(code).is_some()
}

fn is_number(code: &[u8]) -> bool {
    exactly::<10>(code).is_some_and(|digits| {
        digits != [digits[0]; 10] && weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    })
}

/// Numbers that begin with 5 or 8 were never given out, and those of Scotland, which begin with a day, are printed without spaces:
/// `200 512 1024` is a status, a size and a time.
fn is_printed(token: &[u8]) -> bool {
    matches!(token, [b'4' | b'6' | b'7' | b'9', ..] | [b'3', b'2'..=b'9', ..]) && is_number(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the data dictionary holds; no digit of it may change, no two neighbours trade places.
    #[test]
    fn check_digit() {
        assert!(is_printed(b"943 476 5919") && is_number(b"9434765919") && !is_number(b"1111111111"));
        for number in [&b"943 476 5918"[..], b"943 476 9519", b"493 476 5919", b"943 476 591"] {
            assert!(!is_printed(number));
        }
    }

    /// A line of an access log has numbers in the same groups.
    #[test]
    fn columns() {
        let hits =
            |first: &str| (0..1000).filter(|n| is_printed(format!("{first} 512 {:04}", 1000 + n).as_bytes())).count();
        assert_eq!((hits("200"), hits("302"), hits("500")), (0, 0, 0));
    }
}
