//! `health_plan_id`: the number of somebody with a health insurer (45 CFR 164.514(b)(2)(i)(I), "health plan beneficiary numbers";
//! in Germany the Krankenversichertennummer, § 290 SGB V). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, is_code, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::HealthPlanId,
    forms: &[],
    words: &[
        key("healthplanid"),
        key("healthplannumber"),
        key("healthplanmemberid"),
        key("healthplanbeneficiary"),
        key("healthplanbeneficiarynumber"),
        key("healthinsuranceid"),
        key("healthinsurancenumber"),
        key("healthcardnumber"),
        key("healthcareid"),
        key("insuranceid"),
        key("insurancenumber"),
        key("insurancememberid"),
        key("insurancepolicynumber"),
        key("insurancecardnumber"),
        key("beneficiarynumber"),
        key("planmemberid"),
        key("subscribermemberid"),
        key("medicaidid"),
        key("medicaidnumber"),
        key("krankenversichertennummer"),
        key("krankenversicherungsnummer"),
        key("versichertennummer"),
        key("versichertennr"),
        key("versicherungsnummer"),
        key("numeromutuelle"),
        key("numeroassure"),
        key("numeroafiliado"),
        key("numerodeafiliado"),
        key("tarjetasanitaria"),
        key("tesserasanitaria"),
        key("cartaosus"),
        key("zorgverzekeringsnummer"),
        word("kvnr", Kind::HealthPlanId, Reach::Part, Shape::Text(fits)),
        word("ohip", Kind::HealthPlanId, Reach::Whole, Shape::Text(fits)),
        word("memberid", Kind::HealthPlanId, Reach::Whole, Shape::Text(has_letters)),
        word("membernumber", Kind::HealthPlanId, Reach::Whole, Shape::Text(has_letters)),
        word("subscriberid", Kind::HealthPlanId, Reach::Whole, Shape::Text(has_letters)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::HealthPlanId, Reach::End, Shape::Text(fits))
}

fn fits(text: &[u8]) -> bool {
    is_code(text, 5..=20, 4)
}

/// There are members of much else, whose numbers count from one: after keys that say little, nine characters and letters first.
fn has_letters(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (1..=4).contains(&letters)
        && is_code(text, 8..=14, 6)
        && text[letters..].iter().filter(|b| b.is_ascii_alphabetic()).count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of several insurers fit; words and short numbers do not.
    #[test]
    fn numbers() {
        assert!(fits(b"A123456780") && fits(b"W1234 56789") && fits(b"XYZ-123456789-01") && fits(b"1EG4TE5MK73"));
        assert!(!fits(b"gold") && !fits(b"1234") && !fits(b"A123") && !fits(b"12345 expired") && !fits(b""));
    }

    /// After a key that says little the number has to look like one of an insurer.
    #[test]
    fn members() {
        assert!(has_letters(b"XYZ123456789") && has_letters(b"W123456789"));
        for text in [&b"12345678"[..], b"m-1017", b"550e8400e29b", b"ABCDEF12345678", b"AB12CD34EF5678", b""] {
            assert!(!has_letters(text));
        }
    }
}
