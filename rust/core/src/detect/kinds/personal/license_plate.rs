//! `license_plate`: three to ten letters and digits; each country has its own form (45 CFR 164.514(b)(2)(i)(L); UN/ECE Convention on
//! Road Traffic, annex 2). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::LicensePlate,
    forms: &[],
    words: &[
        key("licenseplate"),
        key("licenceplate"),
        key("licenseplatenumber"),
        key("licenceplatenumber"),
        key("plateno"),
        key("platenumber"),
        key("numberplate"),
        key("registrationplate"),
        key("vehicleplate"),
        key("carplate"),
        key("vehicleregistration"),
        key("vehicleregistrationnumber"),
        key("vehiclereg"),
        key("kfzkennzeichen"),
        key("autokennzeichen"),
        key("nummernschild"),
        key("plaqueimmatriculation"),
        key("immatriculation"),
        key("matriculavehiculo"),
        key("targaveicolo"),
        key("placaveiculo"),
        key("placavehiculo"),
        key("numerorejestracyjny"),
        key("nrrejestracyjny"),
        key("registreringsnummer"),
        key("rekisterinumero"),
        whole("plate"),
        whole("kennzeichen"),
        whole("matricula"),
        whole("targa"),
        whole("placa"),
        whole("kenteken"),
        whole("vrm"),
        whole("lpn"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::LicensePlate, Reach::End, Shape::Text(fits))
}

/// Words that mean much else take letters and digits both.
const fn whole(text: &'static str) -> Word {
    word(text, Kind::LicensePlate, Reach::Whole, Shape::Text(is_mixed))
}

/// Up to four groups, letters all of one case, some digit among them.
fn fits(text: &[u8]) -> bool {
    let is_group = |group: &[u8]| (1..=8).contains(&group.len()) && group.iter().all(u8::is_ascii_alphanumeric);
    let mut groups = text.split(|b| matches!(b, b' ' | b'-' | b'.'));
    let length = text.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    (3..=10).contains(&length)
        && groups.clone().count() <= 4
        && groups.all(is_group)
        && !mixed
        && text.iter().any(u8::is_ascii_digit)
        && !(text.contains(&b' ') && text.iter().any(u8::is_ascii_lowercase))
}

fn is_mixed(text: &[u8]) -> bool {
    let letters = text.iter().filter(|b| b.is_ascii_uppercase()).count();
    fits(text) && (1..=6).contains(&letters) && text.iter().filter(|b| b.is_ascii_alphanumeric()).count() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plates of several countries fit.
    #[test]
    fn plates() {
        for text in
            [&b"B-AB 1234"[..], b"AB12 CDE", b"7ABC123", b"AB-123-CD", b"1234 BCD", b"KA 01 AB 1234", b"ab12cde"]
        {
            assert!(fits(text));
        }
        for text in [&b"unknown"[..], b"12", b"Plate1", b"ab 12 cd", b"B--AB12", b"0123456789", b"1 2 3 4 5", b""] {
            assert!(!fits(text));
        }
    }

    /// The number of a plate in a laboratory or a count of plates is none.
    #[test]
    fn plates_of_other_kinds() {
        assert!(
            is_mixed(b"AB12 CDE")
                && is_mixed(b"B-AB 1234")
                && !is_mixed(b"1234")
                && !is_mixed(b"P01")
                && !is_mixed(b"12345")
        );
    }
}
