//! `us_driver_license`: 4 to 19 letters and digits; each state has its own form (AAMVA DL/ID Card Design Standard, element DAQ: at
//! most 25 characters). By key only, whatever the country.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::UsDriverLicense,
    forms: &[],
    words: &[
        key("driverlicense"),
        key("driverlicence"),
        key("driverslicense"),
        key("driverslicence"),
        key("driverlicensenumber"),
        key("driverlicencenumber"),
        key("driverslicensenumber"),
        key("driverslicencenumber"),
        key("driverlicenseno"),
        key("driverslicenseno"),
        key("driverlicenseid"),
        key("drivinglicense"),
        key("drivinglicence"),
        key("drivinglicensenumber"),
        key("drivinglicencenumber"),
        key("drivinglicenseno"),
        key("drivinglicenceno"),
        key("fuehrerschein"),
        key("fuehrerscheinnummer"),
        key("fuehrerscheinnr"),
        key("fuhrerscheinnummer"),
        key("permisdeconduire"),
        key("numeropermis"),
        key("licenciadeconducir"),
        key("permisodeconducir"),
        key("carnetdeconducir"),
        key("carteiradehabilitacao"),
        key("numerocnh"),
        key("patentediguida"),
        key("rijbewijs"),
        key("rijbewijsnummer"),
        key("prawojazdy"),
        word("dln", Kind::UsDriverLicense, Reach::Whole, Shape::Code(fits)),
        word("cnh", Kind::UsDriverLicense, Reach::Whole, Shape::Code(fits)),
        word("dlnumber", Kind::UsDriverLicense, Reach::Part, Shape::Code(fits)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::UsDriverLicense, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    let digits = code.iter().filter(|b| b.is_ascii_digit()).count();
    (4..=19).contains(&code.len()) && digits >= 3 && code.iter().all(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of several states and countries fit; words do not.
    #[test]
    fn forms_of_states() {
        // California, New York, Florida, Washington, United Kingdom (the DVLA's specimen).
        for code in [&b"D1234562"[..], b"012345678", b"D123456789012", b"WDLABCD456DG", b"MORGA657054SM9IJ"] {
            assert!(fits(code));
        }
        for code in [&b"EXPIRED"[..], b"C12", b"A1", b"", b"D1234562@EXAMPLE", b"12345678901234567890"] {
            assert!(!fits(code));
        }
    }
}
