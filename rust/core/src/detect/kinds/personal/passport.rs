//! `passport`: six to twelve letters and digits; each state has its own form (ICAO Doc 9303 part 4). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, is_code, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::Passport,
    forms: &[],
    words: &[
        word("passport", Kind::Passport, Reach::Part, Shape::Text(fits)),
        word("passnr", Kind::Passport, Reach::Whole, Shape::Text(fits)),
        word("ppno", Kind::Passport, Reach::Whole, Shape::Text(fits)),
        key("passportno"),
        key("passportnr"),
        key("passportnum"),
        key("passportnumber"),
        key("passportid"),
        key("traveldocumentnumber"),
        key("reisepass"),
        key("reisepassnr"),
        key("reisepassnummer"),
        key("passnummer"),
        key("passeport"),
        key("numerodepasseport"),
        key("numeropasseport"),
        key("pasaporte"),
        key("numerodepasaporte"),
        key("numeropasaporte"),
        key("passaporto"),
        key("numeropassaporto"),
        key("passaporte"),
        key("numeropassaporte"),
        key("paspoort"),
        key("paspoortnummer"),
        key("paszport"),
        key("numerpaszportu"),
        key("pasaportno"),
        key("nomorpaspor"),
        key("huzhaohao"),
        key("huzhaohaoma"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::Passport, Reach::End, Shape::Text(fits))
}

fn fits(text: &[u8]) -> bool {
    is_code(text, 6..=12, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of several states fit; words do not.
    #[test]
    fn numbers() {
        for text in [&b"C01X00T47"[..], b"L898902C3", b"123456789", b"E12345678", b"AB1234567", b"12AB34567"] {
            assert!(fits(text));
        }
        for text in [&b"expired"[..], b"12345", b"local", b"v0.7.0", b"1234567890123", b"C01X00T47 issued", b""] {
            assert!(!fits(text));
        }
    }
}
