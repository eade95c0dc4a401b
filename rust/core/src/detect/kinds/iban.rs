//! `iban`: country, check digits, account; whole or in printed fours; length by country and ISO 7064 mod 97-10 (ISO 13616).

use crate::detect::spec::{Reach, Shape, Spec, word};
use crate::detect::text::{Range, byte, ends, starts};
use crate::kind::Kind;

#[rustfmt::skip]
/// Length by country code (SWIFT IBAN registry, release 99).
const LENGTHS: [(&[u8; 2], usize); 89] = [
    (b"AD", 24), (b"AE", 23), (b"AL", 28), (b"AT", 20), (b"AZ", 28), (b"BA", 20), (b"BE", 16), (b"BG", 22), (b"BH", 22),
    (b"BI", 27), (b"BR", 29), (b"BY", 28), (b"CH", 21), (b"CR", 22), (b"CY", 28), (b"CZ", 24), (b"DE", 22), (b"DJ", 27),
    (b"DK", 18), (b"DO", 28), (b"EE", 20), (b"EG", 29), (b"ES", 24), (b"FI", 18), (b"FK", 18), (b"FO", 18), (b"FR", 27),
    (b"GB", 22), (b"GE", 22), (b"GI", 23), (b"GL", 18), (b"GR", 27), (b"GT", 28), (b"HN", 28), (b"HR", 21), (b"HU", 28),
    (b"IE", 22), (b"IL", 23), (b"IQ", 23), (b"IS", 26), (b"IT", 27), (b"JO", 30), (b"KW", 30), (b"KZ", 20), (b"LB", 28),
    (b"LC", 32), (b"LI", 21), (b"LT", 20), (b"LU", 20), (b"LV", 21), (b"LY", 25), (b"MC", 27), (b"MD", 24), (b"ME", 22),
    (b"MK", 19), (b"MN", 20), (b"MR", 27), (b"MT", 31), (b"MU", 30), (b"NI", 28), (b"NL", 18), (b"NO", 15), (b"OM", 23),
    (b"PK", 24), (b"PL", 28), (b"PS", 29), (b"PT", 25), (b"QA", 29), (b"RO", 24), (b"RS", 22), (b"RU", 33), (b"SA", 24),
    (b"SC", 31), (b"SD", 18), (b"SE", 24), (b"SI", 19), (b"SK", 24), (b"SM", 27), (b"SO", 23), (b"ST", 25), (b"SV", 28),
    (b"TL", 23), (b"TN", 24), (b"TR", 26), (b"UA", 29), (b"VA", 22), (b"VG", 24), (b"XK", 20), (b"YE", 30),
];

/// After a key, what begins like one is masked whatever its check digits say, in either case.
pub static SPEC: Spec =
    Spec { kind: Kind::Iban, forms: &[], words: &[word("iban", Kind::Iban, Reach::Part, Shape::Code(fits))] };

fn fits(code: &[u8]) -> bool {
    let country = code.get(..2).is_some_and(|country| LENGTHS.iter().any(|(known, _)| &known[..] == country));
    country && (12..=34).contains(&code.len()) && code.iter().filter(|b| b.is_ascii_digit()).count() >= 8
}

/// The account number that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<Range> {
    let country = text.get(start..start + 2)?;
    let length = LENGTHS.iter().find(|(code, _)| &code[..] == country)?.1;
    let (characters, end) = collect(text, start, length)?;
    let alone = starts(text, start) && ends(text, end);
    (alone && remainder(&characters[..length]) == 1).then_some(start..end)
}

/// The `length` characters from `start`, single spaces between printed groups of four left out, and where they end.
fn collect(text: &[u8], start: usize, length: usize) -> Option<([u8; 34], usize)> {
    let (mut characters, mut at) = ([0; 34], start);
    for (index, slot) in characters[..length].iter_mut().enumerate() {
        let gap = index > 0 && index % 4 == 0 && byte(text, at) == b' ';
        at += usize::from(gap);
        *slot = byte(text, at);
        if !slot.is_ascii_uppercase() && !slot.is_ascii_digit() {
            return None;
        }
        at += 1;
    }
    Some((characters, at))
}

fn remainder(characters: &[u8]) -> u32 {
    let (head, tail) = characters.split_at(4);
    tail.iter().chain(head).fold(0, |sum, &b| {
        if b.is_ascii_digit() {
            (sum * 10 + u32::from(b - b'0')) % 97
        } else {
            (sum * 100 + u32::from(b - b'A') + 10) % 97
        }
    })
}
