//! `in_pan`: five letters, the fourth of which names the type of holder, four digits and a letter whose rule is not published
//! (Income Tax Department, Income-tax Rules 1962, rule 114). By key only: `HTTPS1234A` has the form.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::InPan,
    forms: &[],
    words: &[
        key("pannumber"),
        key("pancard"),
        key("pancardnumber"),
        key("pancardno"),
        key("incometaxpan"),
        key("permanentaccountnumber"),
        word("panno", Kind::InPan, Reach::Part, Shape::Code(is_pan)),
        word("indiapan", Kind::InPan, Reach::Whole, Shape::Code(is_pan)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::InPan, Reach::End, Shape::Code(is_pan))
}

/// The card number, too, is called a PAN: what is no tax number stays for other kinds.
pub fn is_pan(code: &[u8]) -> bool {
    let Some((letters, [digits @ .., last])) = code.split_at_checked(5) else { return false };
    let form = letters.iter().all(u8::is_ascii_uppercase) && last.is_ascii_uppercase();
    let serial = digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) && digits != b"0000";
    form && serial && b"ABCEFGHJLPT".contains(&letters[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The type of holder is known and the serial is not 0000; there is no check digit to test.
    #[test]
    fn form() {
        assert!(is_pan(b"AAAPL1234C") && is_pan(b"ACUPA7085R"));
        for code in [&b"ABMXA3211G"[..], b"ACUPA0000R", b"ACUPA7085", b"ACUPA70855", b"ACUPA7085RR", b"4111111111", b""]
        {
            assert!(!is_pan(code));
        }
    }
}
