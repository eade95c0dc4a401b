//! `imei`: fifteen digits, the last a Luhn check digit (3GPP TS 23.003 section 6.2).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, luhn, word};
use crate::kind::Kind;

/// In the groups of the old form it counts by itself; fifteen digits in a row need a key.
pub static SPEC: Spec = Spec {
    kind: Kind::Imei,
    forms: &[
        Form { shape: "99-999999-999999-9", check: is_imei },
        Form { shape: "999999-99-999999-9", check: is_imei },
    ],
    words: &[
        key("imei"),
        key("imeinumber"),
        key("imeino"),
        key("imeicode"),
        key("imeisv"),
        key("deviceimei"),
        key("meid"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::Imei, Reach::Part, Shape::Code(fits))
}

/// Without the check digit, with it, or with two digits of the software's version. An MEID may have letters A to F.
fn fits(code: &[u8]) -> bool {
    let digits = code.iter().filter(|b| b.is_ascii_digit()).count();
    (14..=16).contains(&code.len()) && digits >= 8 && code.iter().all(u8::is_ascii_hexdigit)
}

fn is_imei(number: &[u8]) -> bool {
    exactly::<15>(number).is_some_and(|digits| luhn(&digits) && digits != [0; 15])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Published examples pass, and no copy of them with a slip does but a swap of 0 and 9.
    #[test]
    fn check_digit() {
        assert!(catches_wrong_digits(is_imei, "49-015420-323751-8"));
        assert_eq!(swaps_missed(is_imei, "49-015420-323751-8"), 1);
        assert!(is_imei(b"352099001761481") && !is_imei(b"00-000000-000000-0") && !is_imei(b"49-015420-323751"));
    }

    /// After a key the check digit may be wrong or missing.
    #[test]
    fn after_a_key() {
        assert!(
            fits(b"490154203237519") && fits(b"49015420323751") && fits(b"4901542032375181") && fits(b"A0000000002329")
        );
        assert!(!fits(b"4901542032375") && !fits(b"49015420323751X") && !fits(b"FFFFFFFFFFFFFF") && !fits(b""));
    }
}
