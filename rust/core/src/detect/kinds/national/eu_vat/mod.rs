//! `eu_vat`: the letters of a member state, XI or GB, and that state's number with its check digits (Directive 2006/112/EC art. 215;
//! European Commission, VIES VAT number construction rules). `states` knows the numbers, this file where they count.

mod states;

use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, word};
use crate::kind::Kind;

const fn form(shape: &'static str) -> Form {
    Form { shape, check: is_number }
}

/// Two letters that have to be a state's, and a check. Romanian numbers of less than eight digits, those without any check and those
/// with spaces need a key.
pub static SPEC: Spec = Spec {
    kind: Kind::EuVat,
    forms: &[
        form("AA99999999"),
        form("AA999999999"),
        form("AA9999999999"),
        form("AA99999999999"),
        form("AA999999999999"),
        form("AAA99999999"),
        form("AA99999999A"),
        form("AAA9999999A"),
        form("AA9999999A"),
        form("AA9999999AA"),
        form("AA9A99999A"),
        form("AA999999999A99"),
        form("AA9A999999999"),
        form("AAA9999999999"),
        form("AAAA999999999"),
        form("AA9999.999.999"),
    ],
    words: &[
        word("vat", Kind::EuVat, Reach::Part, Shape::Code(is_number)),
        word("vatnumber", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatno", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatnr", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatid", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatin", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatcode", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatregno", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatregistrationnumber", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("vatidentificationnumber", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("taxid", Kind::EuVat, Reach::Part, Shape::Code(fits_any)),
        word("taxnumber", Kind::EuVat, Reach::Part, Shape::Code(is_number)),
        word("ustid", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("ustidnr", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("umsatzsteuerid", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("umsatzsteueridentifikationsnummer", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("uidnummer", Kind::EuVat, Reach::Part, Shape::Code(is_number)),
        word("numerotva", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("numtva", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("tvaintracom", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("tvaintracommunautaire", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("btwnummer", Kind::EuVat, Reach::End, Shape::Code(fits)),
        word("btwnr", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("momsnr", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("momsnummer", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("nifiva", Kind::EuVat, Reach::Part, Shape::Code(fits)),
        word("nip", Kind::EuVat, Reach::Whole, Shape::Code(is_polish)),
        word("numernip", Kind::EuVat, Reach::End, Shape::Code(is_polish)),
        word("partitaiva", Kind::EuVat, Reach::End, Shape::Code(fits_italian)),
        word("piva", Kind::EuVat, Reach::Part, Shape::Code(is_italian)),
    ],
};

/// The letters and the rest; `None` if the letters are not a state's.
fn split(token: &[u8]) -> Option<(&[u8], &[u8])> {
    token.split_at_checked(2).filter(|(state, _)| states::is_state(state))
}

/// After a key: a state's letters, then what may be a number of that length.
fn fits(code: &[u8]) -> bool {
    split(code).is_some_and(|(state, number)| {
        let is_code = number.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'+' | b'*'));
        states::has_length(state, number.len()) && is_code && number.iter().filter(|b| b.is_ascii_digit()).count() >= 2
    })
}

fn is_number(token: &[u8]) -> bool {
    split(token).is_some_and(|(state, number)| states::is_number(state, number))
}

/// A tax number of some state: nobody calls anything else so.
fn fits_any(code: &[u8]) -> bool {
    (8..=15).contains(&code.len()) && code.iter().filter(|b| b.is_ascii_digit()).count() >= 7
}

/// A key in the language of the state says which one it is.
fn is_polish(code: &[u8]) -> bool {
    is_number(code) || states::is_number(b"PL", code)
}

fn is_italian(code: &[u8]) -> bool {
    is_number(code) || states::is_number(b"IT", code)
}

fn fits_italian(code: &[u8]) -> bool {
    fits(code) || exactly::<11>(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number needs its state; after the keys of one state it does not.
    #[test]
    fn states_of_numbers() {
        assert!(is_number(b"DE136695976") && !is_number(b"136695976") && !is_number(b"US136695976"));
        assert!(is_polish(b"8567346215") && is_polish(b"PL8567346215") && !is_polish(b"8567346216"));
        assert!(is_italian(b"00743110157") && !is_italian(b"00743110158") && fits_italian(b"00743110158"));
    }

    /// After a key a wrong check digit does not matter, the letters of a state do.
    #[test]
    fn after_a_key() {
        assert!(
            fits(b"DE136695977")
                && fits(b"RO18547290")
                && fits(b"GBGD001")
                && fits(b"IE8Z49289F")
                && fits(b"ATU00000000")
        );
        for code in [
            &b""[..],
            b"D",
            b"DE",
            b"DEFAULT",
            b"136695976",
            b"ES",
            b"FREE",
            b"NL12345678901234",
            b"DE1366959762",
            b"US123456789",
        ] {
            assert!(!fits(code), "{}", code.escape_ascii());
        }
    }
}
