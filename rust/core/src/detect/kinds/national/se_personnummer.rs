//! `se_personnummer`: year, month, day, serial number and the check digit of Luhn; a plus for the hyphen from the hundredth birthday
//! on; coordination numbers have 60 more in the day (Folkbokföringslagen 1991:481 § 18, Skatteverket SKV 704).

use super::sums::{is_stamp, pairs};
use crate::detect::spec::{Form, Reach, Shape, Spec, digits, is_day, luhn, word};
use crate::kind::Kind;

/// Bare it needs a key; with its hyphen it counts unless it may be what a log has written: a time of this century, `240115-1230`.
pub static SPEC: Spec = Spec {
    kind: Kind::SePersonnummer,
    forms: &[Form { shape: "999999-9999", check: is_printed }, Form { shape: "99999999-9999", check: is_printed }],
    words: &[
        word("personnummer", Kind::SePersonnummer, Reach::End, Shape::Code(fits)),
        word("personnr", Kind::SePersonnummer, Reach::End, Shape::Code(fits)),
        word("persnr", Kind::SePersonnummer, Reach::Part, Shape::Code(fits)),
        word("pnr", Kind::SePersonnummer, Reach::Whole, Shape::Code(is_valid)),
        word("samordningsnummer", Kind::SePersonnummer, Reach::End, Shape::Code(fits)),
        word("swedishssn", Kind::SePersonnummer, Reach::End, Shape::Code(fits)),
        word("personalidentitynumber", Kind::SePersonnummer, Reach::End, Shape::Code(is_valid)),
    ],
};

/// Ten digits, or twelve with the century; Denmark (ten) and Norway (eleven) have a personnummer too.
fn fits(code: &[u8]) -> bool {
    let is_written = code.iter().all(|&b| b.is_ascii_digit() || b == b'+');
    let has_length = |length| matches!(length, 10 | 11) || length == 12 && short(code).is_some();
    is_written && digits::<12>(code).is_some_and(|(_, length)| has_length(length))
}

/// The last ten digits; of twelve the first two have to be a century.
fn short(token: &[u8]) -> Option<[u32; 10]> {
    let (digits, length) = digits::<12>(token)?;
    match length {
        10 => digits[..10].try_into().ok(),
        12 if matches!(digits[..2], [1, 8 | 9] | [2, 0]) => digits[2..].try_into().ok(),
        _ => None,
    }
}

fn is_valid(token: &[u8]) -> bool {
    short(token).is_some_and(|digits| {
        let [_, month, day] = pairs(&digits);
        is_day(month, if day > 60 { day - 60 } else { day }) && luhn(&digits)
    })
}

/// Of four-digit years those since 2010 are left to the keys: logs number what they wrote that day, `20240115-4711`.
fn is_printed(token: &[u8]) -> bool {
    let is_log_time = match token {
        [b'2', b'0', b'1'..=b'9', ..] => true,
        [b'1', _, _, _, _, _, _, _, b'-', ..] => false,
        _ => short(token).is_some_and(|digits| is_stamp(&digits)),
    };
    is_valid(token) && !is_log_time
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published test numbers hold in every spelling, coordination numbers too; a wrong digit and a transposition do not.
    #[test]
    fn check_digit() {
        for number in [&b"811228-9874"[..], b"19811228-9874", b"198112289874", b"701063-2391", b"640823-3234"] {
            assert!(is_valid(number) && is_printed(number), "{}", number.escape_ascii());
        }
        for number in [&b"811228-9873"[..], b"811228-8974", b"811328-9874", b"21811228-9874", b""] {
            assert!(!is_valid(number), "{}", number.escape_ascii());
        }
    }

    /// Of the times of a day in this century none counts; of the last century people were born then.
    #[test]
    fn times() {
        let hits = |day: &str| {
            (0..24)
                .flat_map(|hour| (0..60).map(move |minute| format!("{day}-{hour:02}{minute:02}")))
                .filter(|text| is_printed(text.as_bytes()))
                .count()
        };
        assert_eq!((hits("240115"), hits("20240115"), hits("20040115")), (0, 0, 0));
        assert!(!is_printed(b"20240115-4717") && is_valid(b"20240115-4717") && is_printed(b"20040115-4711"));
        assert!(hits("19240115") > 100 && hits("640115") > 100);
    }

    /// After a key a wrong digit does not matter.
    #[test]
    fn after_a_key() {
        assert!(fits(b"8112289873") && fits(b"198112289873") && fits(b"811228+9873") && fits(b"01010112345"));
        assert!(
            !fits(b"")
                && !fits(b"811228987")
                && !fits(b"1981122898745")
                && !fits(b"81122898A4")
                && !fits(b"811228987420")
        );
    }
}
