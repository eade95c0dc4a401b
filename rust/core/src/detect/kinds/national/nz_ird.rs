//! `nz_ird`: eight or nine digits from 10 to 150 million, the last a check digit modulo 11 with a second set of weights where the
//! first gives 10 (Inland Revenue, "Resident withholding tax and non-resident withholding tax certificate filing specification",
//! appendix on IRD number validation).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, digits, weighted, word};
use crate::kind::Kind;

/// Joined by hyphens it counts by itself; bare it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::NzIrd,
    forms: &[Form { shape: "99-999-999", check: is_ird }, Form { shape: "999-999-999", check: is_ird }],
    words: &[
        word("ird", Kind::NzIrd, Reach::Part, Shape::Code(is_ird)),
        key("irdnumber"),
        key("irdno"),
        key("inlandrevenuenumber"),
        key("nzird"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::NzIrd, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    matches!(code.len(), 8 | 9) && code.iter().all(u8::is_ascii_digit)
}

fn is_ird(number: &[u8]) -> bool {
    let padded = match digits::<9>(number) {
        Some((digits, 9)) => digits,
        Some(([a, b, c, d, e, f, g, h, _], 8)) => [0, a, b, c, d, e, f, g, h],
        _ => return false,
    };
    let value = padded.iter().fold(0, |value, digit| value * 10 + digit);
    (10_000_000..=150_000_000).contains(&value) && check_digit(&padded) == Some(padded[8])
}

/// Where both sets of weights give 10, no number is issued.
fn check_digit(padded: &[u32; 9]) -> Option<u32> {
    const WEIGHTS: [[u32; 8]; 2] = [[3, 2, 7, 6, 5, 4, 3, 2], [7, 4, 3, 2, 5, 2, 7, 6]];
    let mut checks = WEIGHTS.iter().map(|weights| (11 - weighted(padded, weights) % 11) % 11);
    checks.find(|&check| check < 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// The examples of the specification, those that need the second weights among them.
    #[test]
    fn published_numbers() {
        for number in [&b"49-091-850"[..], b"35-901-981", b"49-098-576", b"136-410-132", b"49091850"] {
            assert!(is_ird(number));
        }
        for number in [&b"136-410-133"[..], b"09-125-568", b"150-000-001", b"9125568", b"1364101320"] {
            assert!(!is_ird(number));
        }
    }

    /// A slip is noticed.
    #[test]
    fn slips() {
        assert!(catches_wrong_digits(is_ird, "49-091-850"));
        assert_eq!(swaps_missed(is_ird, "49-091-850"), 0);
    }
}
