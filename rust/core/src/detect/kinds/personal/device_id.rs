//! `device_id`: what tells one device of a person from another: advertising ids, ids of the system, serials, ids of the SIM card
//! (45 CFR 164.514(b)(2)(i)(M); ITU-T E.118 and E.212 for the last). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::DeviceId,
    forms: &[],
    words: &[
        key("idfa", Reach::Part),
        key("idfv", Reach::Part),
        key("gaid", Reach::Part),
        key("oaid", Reach::Part),
        key("udid", Reach::Part),
        key("aaid", Reach::Whole),
        key("adid", Reach::Whole),
        key("maid", Reach::Whole),
        key("tifa", Reach::Whole),
        key("ifa", Reach::Whole),
        key("rida", Reach::Whole),
        key("advertisingid", Reach::End),
        key("advertiserid", Reach::End),
        key("advertisingidentifier", Reach::End),
        key("adtrackingid", Reach::End),
        key("vendorid", Reach::Whole),
        key("identifierforvendor", Reach::End),
        key("identifierforadvertising", Reach::End),
        key("androidid", Reach::End),
        key("deviceid", Reach::End),
        key("deviceuid", Reach::End),
        key("deviceuuid", Reach::End),
        key("deviceudid", Reach::End),
        key("deviceguid", Reach::End),
        key("deviceidentifier", Reach::End),
        key("devicefingerprint", Reach::End),
        key("hardwareid", Reach::End),
        key("hwid", Reach::Part),
        key("imsi", Reach::Part),
        key("iccid", Reach::Part),
        key("simserial", Reach::End),
        key("simserialnumber", Reach::End),
        key("deviceserial", Reach::End),
        key("deviceserialnumber", Reach::End),
        key("phoneserial", Reach::End),
        word("serialnumber", Kind::DeviceId, Reach::Whole, Shape::Text(is_serial)),
        word("serialno", Kind::DeviceId, Reach::Whole, Shape::Text(is_serial)),
        word("serial", Kind::DeviceId, Reach::Whole, Shape::Text(is_serial)),
        word("seriennummer", Kind::DeviceId, Reach::Whole, Shape::Text(is_serial)),
        word("numerodeserie", Kind::DeviceId, Reach::Whole, Shape::Text(is_serial)),
    ],
};

const fn key(text: &'static str, reach: Reach) -> Word {
    word(text, Kind::DeviceId, reach, Shape::Text(fits))
}

/// Eight characters or more, some digit among them; `0x1533` is a model, and all zeros mean that the person does not want one.
fn fits(text: &[u8]) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    (8..=64).contains(&text.len())
        && text.iter().all(is_part)
        && text.iter().any(u8::is_ascii_digit)
        && text.iter().any(|b| !matches!(b, b'0' | b'-' | b':'))
        && !text.starts_with(b"0x")
}

/// Certificates and DNS zones have serials too, but in digits or hexadecimal.
fn is_serial(text: &[u8]) -> bool {
    let beyond = text.iter().filter(|b| matches!(b, b'G'..=b'Z')).count();
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    (8..=20).contains(&text.len())
        && beyond > 0
        && digits >= 2
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids of the usual forms fit; words, models and the id of nobody do not.
    #[test]
    fn ids() {
        assert!(fits(b"EA7583CD-A667-48BC-B806-42ECB2B48606") && fits(b"9774d56d682e549c") && fits(b"001010123456789"));
        for text in [
            &b"unknown-device"[..],
            b"0x1533",
            b"0x15330000",
            b"sda1",
            b"00000000-0000-0000-0000-000000000000",
            b"",
            b"a b 1",
        ] {
            assert!(!fits(text));
        }
    }

    /// The serial of a certificate or a zone is none of a device.
    #[test]
    fn serials() {
        assert!(is_serial(b"C02XG0FDJGH5") && is_serial(b"R58M123ABCD"));
        for text in [&b"2024010101"[..], b"04A1B2C3D4E5F607", b"C02XG0F", b"04:A1:B2:C3", b"COMPLETE", b""] {
            assert!(!is_serial(text));
        }
    }
}
