//! `medical_record_number`: the number of somebody in a hospital's records (45 CFR 164.514(b)(2)(i)(H); HL7 v2 table 0203, type MR).
//! By key only: each hospital has its own form.

use crate::detect::spec::{Reach, Shape, Spec, Word, is_code, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::MedicalRecordNumber,
    forms: &[],
    words: &[
        word("mrn", Kind::MedicalRecordNumber, Reach::Part, Shape::Text(fits)),
        word("emr", Kind::MedicalRecordNumber, Reach::Whole, Shape::Text(is_long)),
        word("ehr", Kind::MedicalRecordNumber, Reach::Whole, Shape::Text(is_long)),
        key("mrnumber"),
        key("mrnno"),
        key("mrnid"),
        key("medicalrecord"),
        key("medicalrecordno"),
        key("medicalrecordid"),
        key("medicalrecordnumber"),
        key("medrecno"),
        key("medrecnumber"),
        key("patientid"),
        key("patientno"),
        key("patientnumber"),
        key("patientidentifier"),
        key("patientrecordid"),
        key("hospitalnumber"),
        key("chartnumber"),
        key("patientennummer"),
        key("patientennr"),
        key("fallnummer"),
        key("numerodossiermedical"),
        key("numeropatient"),
        key("historiaclinica"),
        key("numerohistoriaclinica"),
        key("prontuario"),
        key("cartellaclinica"),
        key("patientnummer"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::MedicalRecordNumber, Reach::End, Shape::Text(fits))
}

fn fits(text: &[u8]) -> bool {
    is_code(text, 3..=36, 3)
}

fn is_long(text: &[u8]) -> bool {
    is_code(text, 6..=20, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of several hospitals fit; words, versions and prose do not.
    #[test]
    fn numbers() {
        assert!(fits(b"00123456") && fits(b"MRN-12345") && fits(b"12-34-56") && fits(b"A 1234567"[2..].trim_ascii()));
        assert!(!fits(b"missing") && !fits(b"12") && !fits(b"12345 Patient") && !fits(b"A1") && !fits(b""));
        assert!(is_long(b"1234567") && !is_long(b"2.1"));
    }
}
