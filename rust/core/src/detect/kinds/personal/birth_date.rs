//! `birth_date`: a date after a key that says it is somebody's birth (45 CFR 164.514(b)(2)(i)(C)). By key only: logs are full of
//! dates.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::skip;
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::BirthDate,
    forms: &[],
    words: &[
        word("dob", Kind::BirthDate, Reach::Part, Shape::Text(fits)),
        word("bday", Kind::BirthDate, Reach::Part, Shape::Text(fits)),
        word("born", Kind::BirthDate, Reach::Whole, Shape::Text(fits)),
        word("geboren", Kind::BirthDate, Reach::Whole, Shape::Text(fits)),
        word("birth", Kind::BirthDate, Reach::Whole, Shape::Text(fits)),
        key("birthdate"),
        key("birthday"),
        key("birthdt"),
        key("bornon"),
        key("dateofbirth"),
        key("dateofbirthiso"),
        key("geburtsdatum"),
        key("geburtstag"),
        key("gebdatum"),
        key("datedenaissance"),
        key("datenaissance"),
        key("neele"),
        key("fechadenacimiento"),
        key("fechanacimiento"),
        key("datadenascimento"),
        key("datanascimento"),
        key("dtnascimento"),
        key("datadinascita"),
        key("datanascita"),
        key("geboortedatum"),
        key("dataurodzenia"),
        key("datumnarozeni"),
        key("datanasterii"),
        key("fodselsdato"),
        key("foedselsdato"),
        key("fodelsedatum"),
        key("foedelsedatum"),
        key("syntymaaika"),
        key("dogumtarihi"),
        key("tanggallahir"),
        key("ngaysinh"),
        key("szuletesidatum"),
        key("seinengappi"),
        key("shengri"),
        key("chushengriqi"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::BirthDate, Reach::End, Shape::Text(fits))
}

/// How the names of months begin in English, German, French, Spanish, Portuguese, Italian, Dutch and Polish.
#[rustfmt::skip]
const MONTHS: [&[u8; 3]; 43] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"mai", b"okt", b"dez",
    b"fev", b"avr", b"jui", b"aou", b"ene", b"abr", b"ago", b"set", b"dic", b"out", b"gen", b"mag", b"giu", b"lug", b"ott",
    b"mei", b"maa", b"sty", b"lut", b"kwi", b"maj", b"cze", b"lip", b"sie", b"wrz", b"paz", b"lis", b"gru",
];

/// Four to eight digits parted by what dates are written with, or three to six and the name of a month; a time may follow.
fn fits(text: &[u8]) -> bool {
    let (digits, letters, end) = measure(text);
    let date = if letters == 0 { 4..=8 } else { 3..=6 };
    date.contains(&digits) && is_time(&text[end..])
}

/// How many digits and letters a date has, and where it ends; letters that are no month count too many.
fn measure(text: &[u8]) -> (usize, usize, usize) {
    let (mut digits, mut letters, mut at) = (0, 0, 0);
    while at < text.len() {
        let run = skip(text, at, |b| b.is_ascii_alphabetic() || b >= 0x80);
        match text[at] {
            b'0'..=b'9' => digits += 1,
            b'T' | b' ' if digits >= 6 && is_time(&text[at..]) => break,
            b'-' | b'/' | b'.' | b' ' | b',' => {}
            _ if letters == 0 && is_month(&text[at..run]) => (letters, at) = (run - at, run - 1),
            _ if digits > 0 && matches!(&text[at..run], b"st" | b"nd" | b"rd" | b"th" | b"de") => at = run - 1,
            _ => return (0, 1, at),
        }
        at += 1;
    }
    (digits, letters, at)
}

fn is_month(word: &[u8]) -> bool {
    let is_start = |month: &&[u8; 3]| word.len() >= 3 && word[..3].eq_ignore_ascii_case(&month[..]);
    word.len() <= 12 && (MONTHS.iter().any(is_start) || word.starts_with(b"M\xc3\xa4r"))
}

/// Nothing, or `T00:00:00Z` and its like.
fn is_time(text: &[u8]) -> bool {
    let rest = match text {
        [] => return true,
        [b'T' | b' ', rest @ ..] => rest,
        _ => return false,
    };
    let is_clock = |b: &u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z');
    rest.len() >= 5 && rest[2] == b':' && rest[0].is_ascii_digit() && rest.iter().all(is_clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates in the orders and with the names that people use fit, with a time after them too.
    #[test]
    fn dates() {
        for text in [
            "1980-01-31",
            "31.01.1980",
            "1/31/80",
            "19800131",
            "31 Jan 1980",
            "January 31, 1980",
            "Jan 31st, 1980",
            "31 de enero de 1980",
            "31. März 1980",
            "1980-01-31T00:00:00Z",
            "1980-01-31 00:00:00",
            "1980-01-31T00:00:00.000+01:00",
        ] {
            assert!(fits(text.as_bytes()), "{text}");
        }
    }

    /// Words, numbers that are too long and other text do not.
    #[test]
    fn others() {
        for text in [
            "required",
            "01",
            "1700000000",
            "1980-01-31x",
            "31 Foo 1980",
            "Jan",
            "expected 1980",
            "1980-01-31 is",
            "a",
            "",
        ] {
            assert!(!fits(text.as_bytes()), "{text}");
        }
    }
}
