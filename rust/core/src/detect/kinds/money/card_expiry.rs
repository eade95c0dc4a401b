//! `card_expiry`: month and year until which a card is valid (ISO/IEC 7813; cardholder data in PCI DSS 4.0). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::{Range, before, byte, skip};
use crate::kind::Kind;

/// Much expires: keys that do not say what take a month and a year with a slash between them only.
pub static SPEC: Spec = Spec {
    kind: Kind::CardExpiry,
    forms: &[],
    words: &[
        key("cardexpiry"),
        key("cardexpirydate"),
        key("cardexpiration"),
        key("cardexpirationdate"),
        key("cardexp"),
        key("cardexpdate"),
        key("ccexp"),
        key("ccexpiry"),
        key("ccexpdate"),
        key("ccexpiration"),
        key("validthru"),
        key("goodthru"),
        key("gueltigbis"),
        key("gultigbis"),
        slashed("exp"),
        slashed("expiry"),
        slashed("expires"),
        slashed("expdate"),
        slashed("expiration"),
        slashed("expirydate"),
        slashed("expirationdate"),
        slashed("expire"),
        slashed("expiring"),
        slashed("validuntil"),
        slashed("validto"),
        slashed("gooduntil"),
        slashed("mmyy"),
        slashed("vencimiento"),
        slashed("vencimento"),
        slashed("scadenza"),
        slashed("vervaldatum"),
        slashed("sonkullanma"),
        slashed("ablaufdatum"),
        slashed("caducidad"),
        slashed("validade"),
        part("expmonth", is_month),
        part("expirymonth", is_month),
        part("expirationmonth", is_month),
        part("expyear", is_year),
        part("expiryyear", is_year),
        part("expirationyear", is_year),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::CardExpiry, Reach::End, Shape::Code(fits))
}

const fn slashed(text: &'static str) -> Word {
    word(text, Kind::CardExpiry, Reach::Part, Shape::Text(is_slashed))
}

const fn part(text: &'static str, check: fn(&[u8]) -> bool) -> Word {
    word(text, Kind::CardExpiry, Reach::Part, Shape::Code(check))
}

/// `1227`, `122027`, `202712`, `927`
fn fits(code: &[u8]) -> bool {
    match code.len() {
        3 => is_month(&code[..1]) && is_year(&code[1..]),
        4 | 6 => {
            let (head, tail) = (&code[..code.len() - 2], &code[code.len() - 2..]);
            is_month(&code[..2]) && is_year(&code[2..]) || is_year(head) && is_month(tail)
        }
        _ => false,
    }
}

/// `12/27`, `12/2027`
fn is_slashed(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |&b| b == b'/');
    let (month, year) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    is_month(month.trim_ascii()) && is_year(year.trim_ascii())
}

/// How far after a card its month and year may stand.
const NEAR: usize = 40;

/// The month and year after the card that ends at `end`: `4111 1111 1111 1111 exp 12/27`, `4111111111111111|12/27`.
#[must_use]
pub fn find_beside(text: &[u8], end: usize) -> Option<Range> {
    let limit = text.len().min(end + NEAR);
    let near = text.get(end..limit)?;
    let near = &near[..skip(near, 0, |b| b != b'\n')];
    memchr::memchr_iter(b'/', near).map(|place| end + place).find_map(|slash| {
        let start = slash.checked_sub(2).filter(|&start| start >= end)?;
        let close = skip(&text[..text.len().min(slash + 6)], slash + 1, |b| b.is_ascii_digit());
        let alone = |b: u8| !(b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_'));
        let fits = alone(before(text, start)) && alone(byte(text, close)) && is_slashed(&text[start..close]);
        fits.then_some(start..close)
    })
}

const fn is_month(code: &[u8]) -> bool {
    matches!(code, [b'1'..=b'9'] | [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'])
}

const fn is_year(code: &[u8]) -> bool {
    match code {
        [a, b] | [b'2', b'0', a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A month and a year in either order, with two digits or four.
    #[test]
    fn months_and_years() {
        for code in [&b"1227"[..], b"122027", b"202712", b"927", b"2712"] {
            assert!(fits(code));
        }
        for code in [&b"1327"[..], b"0027", b"121927", b"12312027", b"12", b"DEC27", b""] {
            assert!(!fits(code));
        }
    }

    /// After a key that says little there has to be a slash, and no day.
    #[test]
    fn slashes() {
        assert!(is_slashed(b"12/27") && is_slashed(b"09/2027") && is_slashed(b"9 / 27"));
        for text in [&b"1227"[..], b"13/27", b"12/31/2027", b"2027/12", b"1700000000", b"12/", b"/", b""] {
            assert!(!is_slashed(text));
        }
    }
}
