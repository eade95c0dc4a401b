//! `postal_address`: where somebody lives, after a key: a street with a number, or a postal code (45 CFR 164.514(b)(2)(i)(B); UPU S42
//! for the parts of an address).

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::skip;
use crate::kind::Kind;

/// `address` is said of much else: memory, hosts, mail, contracts. What follows it has to look like a street.
pub static SPEC: Spec = Spec {
    kind: Kind::PostalAddress,
    forms: &[],
    words: &[
        part("address"),
        part("addr"),
        part("addressline"),
        part("anschrift"),
        part("adresse"),
        part("direccion"),
        part("domicilio"),
        part("endereco"),
        part("indirizzo"),
        part("adres"),
        part("adress"),
        part("adresa"),
        part("osoite"),
        part("alamat"),
        part("adresi"),
        part("residence"),
        street("street"),
        street("streetname"),
        street("streetline"),
        street("streetaddress"),
        street("homeaddress"),
        street("postaladdress"),
        street("mailingaddress"),
        street("billingaddress"),
        street("shippingaddress"),
        street("deliveryaddress"),
        street("residentialaddress"),
        street("strasse"),
        street("strassehausnummer"),
        street("lieferadresse"),
        street("rechnungsadresse"),
        street("adressepostale"),
        street("calle"),
        street("logradouro"),
        street("straat"),
        street("ulica"),
        code("zipcode"),
        code("zippostal"),
        code("postalcode"),
        code("postcode"),
        code("postleitzahl"),
        code("codepostal"),
        code("codigopostal"),
        code("codicepostale"),
        word("zip", Kind::PostalAddress, Reach::Whole, Shape::Text(is_zip)),
        word("plz", Kind::PostalAddress, Reach::Whole, Shape::Text(is_zip)),
    ],
};

const fn part(text: &'static str) -> Word {
    word(text, Kind::PostalAddress, Reach::Part, Shape::Text(is_address))
}

const fn street(text: &'static str) -> Word {
    word(text, Kind::PostalAddress, Reach::Part, Shape::Text(is_street))
}

const fn code(text: &'static str) -> Word {
    word(text, Kind::PostalAddress, Reach::End, Shape::Text(is_postal_code))
}

/// What an address is made of: how many words, which of them begin with a capital, which are numbers of houses.
#[derive(Default)]
struct Parts {
    words: usize,
    capitals: usize,
    houses: usize,
    begins_with_house: bool,
    ends_plainly: bool,
}

/// `12 Main Street`, `Hauptstraße 5a, 10115 Berlin`
fn is_address(text: &[u8]) -> bool {
    let parts = parts(text);
    let is_streets = parts.capitals > 0 || parts.begins_with_house && parts.words >= 3;
    has_no_marks(text) && parts.houses > 0 && parts.words >= 1 && is_streets && parts.ends_plainly
}

/// Also without the number of a house.
fn is_street(text: &[u8]) -> bool {
    let parts = parts(text);
    has_no_marks(text) && parts.words >= 1 && (parts.capitals > 0 || parts.houses > 0) && parts.ends_plainly
}

/// An address has none of the marks of hosts, pointers, paths, pairs and mail.
fn has_no_marks(text: &[u8]) -> bool {
    let is_mark =
        |b: &u8| matches!(b, b'@' | b':' | b'=' | b'_' | b'\\' | b'{' | b'<' | b'[' | b'$' | b'*' | b'|') || *b < b' ';
    let dots = text.windows(3).filter(|at| at[0].is_ascii_digit() && at[1] == b'.' && at[2].is_ascii_digit()).count();
    (5..=200).contains(&text.len()) && !text.iter().any(is_mark) && dots < 2 && text[0] != b'/' && text[..2] != *b"0x"
}

fn parts(text: &[u8]) -> Parts {
    let (mut parts, mut at) = (Parts::default(), 0);
    while at < text.len() {
        let end = skip(text, at, |b| b.is_ascii_alphanumeric() || b >= 0x80);
        if end == at {
            at += 1;
            continue;
        }
        let run = &text[at..end];
        let (house, capital) = (is_house(run), run[0].is_ascii_uppercase() || run[0] >= 0x80);
        // Scripts without spaces: `北区梅田1`.
        let is_word = run.len() >= 3 && run.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80)
            || run.iter().filter(|&&b| b >= 0x80).count() >= 6;
        parts.begins_with_house |= house && at == 0;
        parts.houses += usize::from(house);
        parts.words += usize::from(is_word);
        parts.capitals += usize::from(is_word && capital && !run.iter().skip(1).any(u8::is_ascii_uppercase));
        parts.ends_plainly = house || capital || parts.begins_with_house && is_word || run[0].is_ascii_digit();
        at = end;
    }
    parts
}

/// Up to five digits, and a letter at most.
fn is_house(run: &[u8]) -> bool {
    let digits = skip(run, 0, |b| b.is_ascii_digit());
    (1..=5).contains(&digits) && run.len() - digits <= 1
}

/// Three to eight letters and digits, with one gap at most.
fn is_postal_code(text: &[u8]) -> bool {
    let count = text.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    let gaps = text.iter().filter(|b| matches!(b, b' ' | b'-')).count();
    let upper = !text.iter().any(u8::is_ascii_lowercase) || gaps == 0;
    (3..=9).contains(&count) && gaps <= 1 && count + gaps == text.len() && text.iter().any(u8::is_ascii_digit) && upper
}

/// Four or five digits, or nine with a hyphen: `zip` is also a file.
fn is_zip(text: &[u8]) -> bool {
    let (head, tail) = text.split_at(text.len().min(5));
    let is_number = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let is_tail = tail.is_empty() || tail.len() == 5 && tail[0] == b'-' && is_number(&tail[1..]);
    matches!(head.len(), 4 | 5) && is_number(head) && is_tail
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses of several countries fit.
    #[test]
    fn addresses() {
        for text in [
            "12 Main Street",
            "12 Main St, Springfield, IL 62704",
            "Hauptstraße 5a, 10115 Berlin",
            "5 rue de la Paix, 75002 Paris",
            "Calle Mayor 3, 2ºB",
            "12 main street springfield",
            "221B Baker St",
            "12+Main+St%2C+Springfield",
            "大阪府大阪市北区梅田1-4-184号",
            "서울특별시 강남구 테헤란로 1",
        ] {
            assert!(is_address(text.as_bytes()), "{text}");
        }
        assert!(
            is_street(b"Main Street")
                && is_street("Hauptstraße".as_bytes())
                && !is_street(b"closed")
                && !is_street(b"a:b")
        );
    }

    /// What else is called an address is none.
    #[test]
    fn other_addresses() {
        for text in [
            "192.0.2.1",
            "10.0.0.5 Gateway 2",
            "2001:db8::1",
            "127.0.0.1:8080",
            "0x7ffd1234",
            "0x7ffd Stack 2",
            "00:1f.2",
            "52 54 00 12 34 56",
            "ann@example.com",
            "https://example.com/5",
            "/dev/sda1",
            "localhost",
            "port 8080",
            "web01 port 5432",
            "already in use",
            "Intel 82540EM",
            "5",
            "a",
            "",
        ] {
            assert!(!is_address(text.as_bytes()), "{text}");
        }
    }

    /// Postal codes of several countries.
    #[test]
    fn postal_codes() {
        for text in [&b"62704"[..], b"62704-1234", b"SW1A 1AA", b"K1A 0B1", b"110001", b"1011 AB", b"00-950"] {
            assert!(is_postal_code(text));
        }
        assert!(
            !is_postal_code(b"required")
                && !is_postal_code(b"12")
                && !is_postal_code(b"12345 is")
                && !is_postal_code(b"")
        );
        assert!(
            is_zip(b"62704-1234") && is_zip(b"1010") && !is_zip(b"62704-12") && !is_zip(b"a.zip") && !is_zip(b"123")
        );
    }
}
