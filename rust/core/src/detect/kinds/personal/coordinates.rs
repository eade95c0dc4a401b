//! `coordinates`: degrees with at least three decimals, some 100 metres (ISO 6709; WGS 84). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::{Range, before, byte, skip};
use crate::kind::Kind;

/// Keys that mean much else take two numbers only.
pub static SPEC: Spec = Spec {
    kind: Kind::Coordinates,
    forms: &[],
    words: &[
        part("lat"),
        part("lon"),
        part("lng"),
        part("latitude"),
        part("longitude"),
        part("latlng"),
        part("latlon"),
        part("latlong"),
        part("lonlat"),
        part("lnglat"),
        part("coord"),
        part("coords"),
        part("coordinate"),
        part("coordinates"),
        part("gps"),
        part("geo"),
        part("geopoint"),
        part("breitengrad"),
        part("laengengrad"),
        part("latitud"),
        part("longitud"),
        word("long", Kind::Coordinates, Reach::Whole, Shape::Text(is_degrees)),
        pair("location"),
        pair("position"),
        pair("point"),
        pair("geolocation"),
        pair("whereabouts"),
        pair("center"),
        pair("loc"),
        pair("standort"),
        pair("ubicacion"),
    ],
};

const fn part(text: &'static str) -> Word {
    word(text, Kind::Coordinates, Reach::Part, Shape::Text(is_degrees))
}

const fn pair(text: &'static str) -> Word {
    word(text, Kind::Coordinates, Reach::Part, Shape::Text(is_pair))
}

fn is_degrees(text: &[u8]) -> bool {
    matches!(count(text), 1..=3)
}

fn is_pair(text: &[u8]) -> bool {
    matches!(count(text), 2 | 3)
}

/// The pair that begins at `start` with a number that ends at `end`: `52.5200,13.4050`, `POINT(13.4050 52.5200`. Both have four decimals
/// at least, neither is a share of one, and no third number follows: most lists of fractions are longer.
#[must_use]
pub fn find_pair(text: &[u8], start: usize, end: usize) -> [Option<Range>; 2] {
    match neighbours(text, start, end) {
        // An array of JSON has to stay one.
        Some(range) if before(text, range.start) == b'[' => {
            let second = skip(text, end, |b| matches!(b, b',' | b' '));
            [Some(range.start..end), Some(second..range.end)]
        }
        found => [found, None],
    }
}

fn neighbours(text: &[u8], start: usize, end: usize) -> Option<Range> {
    let start = start - usize::from(before(text, start) == b'-');
    let is_point = text[..start].ends_with(b"POINT(") || text[..start].ends_with(b"POINT (");
    let gap = match &text[end..] {
        [b',', b' ', ..] => 2,
        [b',', ..] => 1,
        [b' ', ..] if is_point => 1,
        _ => return None,
    };
    let second_end = degrees_end(text, end + gap).filter(|_| decimals(text, start..end) >= 4)?;
    let is_list =
        byte(text, second_end) == b',' && byte(text, skip(text, second_end + 1, |b| b == b' ')).is_ascii_digit();
    let is_free = !matches!(before(text, start), b',' | b'.' | b'-') && !text[..start].ends_with(b", ");
    let fits = count(&text[start..second_end]) == 2 && decimals(text, end + gap..second_end) >= 4;
    let is_somewhere =
        [start, end + gap].iter().all(|&at| !text[at..].starts_with(b"0.") && !text[at..].starts_with(b"-0."));
    (fits && is_free && !is_list && is_somewhere).then_some(start..second_end)
}

fn decimals(text: &[u8], number: Range) -> usize {
    text[number].iter().rev().skip_while(|b| !b.is_ascii_digit()).take_while(|b| b.is_ascii_digit()).count()
}

/// How many numbers of degrees `text` is made of, parted by commas, spaces or semicolons; 0 if there is anything else. A height may
/// come third.
fn count(text: &[u8]) -> usize {
    let (mut at, mut numbers) = (0, 0);
    while at < text.len() {
        let end = if numbers == 2 { height_end(text, at) } else { degrees_end(text, at) };
        let Some(end) = end else { return 0 };
        numbers += 1;
        at = skip(text, end, |b| matches!(b, b',' | b' ' | b';'));
        if at == end && at < text.len() {
            return 0;
        }
    }
    numbers
}

/// The end of a sign, up to three digits of at most 180, a point, three decimals or more, and a degree sign or a direction.
fn degrees_end(text: &[u8], start: usize) -> Option<usize> {
    let whole = start + usize::from(matches!(byte(text, start), b'-' | b'+'));
    let point = skip(text, whole, |b| b.is_ascii_digit());
    let value = text[whole..point].iter().take(4).fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    let end = if byte(text, point) == b'.' { skip(text, point + 1, |b| b.is_ascii_digit()) } else { point };
    let fits = (1..=3).contains(&(point - whole)) && value <= 180 && (4..=18).contains(&(end - point));
    fits.then(|| direction_end(text, end))
}

fn direction_end(text: &[u8], at: usize) -> usize {
    let at = if text[at..].starts_with("°".as_bytes()) { at + 2 } else { at };
    let letter = at + usize::from(byte(text, at) == b' ');
    let is_direction =
        matches!(byte(text, letter), b'N' | b'S' | b'E' | b'W') && !byte(text, letter + 1).is_ascii_alphabetic();
    if is_direction { letter + 1 } else { at }
}

fn height_end(text: &[u8], start: usize) -> Option<usize> {
    let whole = start + usize::from(byte(text, start) == b'-');
    let end = skip(text, whole, |b| b.is_ascii_digit() || b == b'.');
    (end > whole && end - whole <= 12).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One, two and three numbers with their signs, directions and separators.
    #[test]
    fn degrees() {
        for text in ["52.520008", "-33.8688", "+151.209", "52.520008°", "52.5200° N", "13.404954E"] {
            assert_eq!(count(text.as_bytes()), 1, "{text}");
        }
        for text in [
            "52.520008,13.404954",
            "52.520008, 13.404954",
            "-33.8688 151.2093",
            "52.5200° N, 13.4050° E",
            "1.234;5.678",
        ] {
            assert_eq!(count(text.as_bytes()), 2, "{text}");
        }
        assert_eq!(count(b"52.520008,13.404954,34"), 3);
    }

    /// Few decimals, units, more than 180 degrees, versions and words are none.
    #[test]
    fn others() {
        for text in [
            "52.52",
            "52",
            "1.234ms",
            "181.000",
            "1.2.345",
            "1.2345.6",
            "/etc/nginx",
            "Berlin",
            "0x1.234",
            "1234.567",
            "-",
            ".",
        ] {
            assert_eq!(count(text.as_bytes()), 0, "{text}");
        }
        assert!(!is_pair(b"0.12345") && !is_degrees(b""));
    }
}
