//! `mrz`: the lines of a travel document that machines read: three of 30 characters (TD1), two of 36 (TD2, visa B) or two of 44 (TD3,
//! visa A), with check digits (ICAO Doc 9303 parts 3 to 7). Anchored at `<<`.

use crate::detect::spec::{Reach, Shape, Spec, word};
use crate::detect::text::{Range, back, before, byte, skip};
use crate::kind::Kind;

/// It counts by itself, line by line (`find`); after a key anything made of its alphabet does.
pub static SPEC: Spec = Spec {
    kind: Kind::Mrz,
    forms: &[],
    words: &[
        word("mrz", Kind::Mrz, Reach::Part, Shape::Text(fits)),
        word("mrzline", Kind::Mrz, Reach::Part, Shape::Text(fits)),
        word("mrzcode", Kind::Mrz, Reach::Part, Shape::Text(fits)),
        word("mrztext", Kind::Mrz, Reach::Part, Shape::Text(fits)),
        word("machinereadablezone", Kind::Mrz, Reach::End, Shape::Text(fits)),
    ],
};

/// The longest run: three lines of 30 characters.
const LONGEST: usize = 90;

/// Where the run of characters ends that `at` belongs to: `find` says the same of each `<<` in it.
#[must_use]
pub fn run_end(text: &[u8], at: usize) -> usize {
    skip(text, at, is_mrz)
}

/// The line, or lines in one piece, whose first `<<` stands at `at`.
#[must_use]
pub fn find(text: &[u8], at: usize) -> Option<Range> {
    // Only the first pair of a row of fillers is looked at, so that long rows cost nothing.
    if byte(text, at) != b'<' || byte(text, at + 1) != b'<' || before(text, at) == b'<' {
        return None;
    }
    let start = back(text, at, at.saturating_sub(LONGEST), is_mrz);
    let end = skip(&text[..text.len().min(start + LONGEST + 1)], start, is_mrz);
    let width = match end - start {
        30 | 36 | 44 => end - start,
        88 => 44,
        72 => 36,
        90 => 30,
        _ => return None,
    };
    let alone = !before(text, start).is_ascii_digit() && !byte(text, end).is_ascii_alphanumeric();
    (alone && text[start..end].chunks(width).all(is_line)).then_some(start..end)
}

const fn is_mrz(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

fn fits(text: &[u8]) -> bool {
    let lines = text.iter().filter(|&&b| is_mrz(b)).count();
    let is_break = |b: &u8| is_mrz(*b) || matches!(b, b' ' | b'\\' | b'n' | b'r' | b',');
    lines >= 28 && text.iter().all(is_break)
}

/// Whether a line of 30, 36 or 44 characters is one of a document: the type and names, or data with right check digits.
fn is_line(line: &[u8]) -> bool {
    match line.len() {
        30 => is_first_of_three(line) || is_second_of_three(line) || is_name(line),
        _ => is_first_of_two(line) || is_second_of_two(line),
    }
}

/// `P<UTOERIKSSON<<ANNA<MARIA<<<`: the type, the state, the name.
fn is_first_of_two(line: &[u8]) -> bool {
    matches!(line[0], b'P' | b'V' | b'A' | b'C' | b'I') && is_type(line) && is_name(&line[5..])
}

/// Number, nationality, birth, sex, expiry, anything, and check digits after three of them.
fn is_second_of_two(line: &[u8]) -> bool {
    let dates = is_date(&line[13..20]) && is_date(&line[21..28]);
    is_checked(&line[..10]) && is_state(&line[10..13]) && dates && is_sex(line[20])
}

/// The type, the state, the number and its check digit (a number that is longer goes on after a filler).
fn is_first_of_three(line: &[u8]) -> bool {
    matches!(line[0], b'A' | b'C' | b'I') && is_type(line) && (is_checked(&line[5..15]) || line[14] == b'<')
}

/// Birth, sex, expiry, nationality, anything.
fn is_second_of_three(line: &[u8]) -> bool {
    is_date(&line[..7]) && is_sex(line[7]) && is_date(&line[8..15]) && is_state(&line[15..18])
}

fn is_type(line: &[u8]) -> bool {
    !line[1].is_ascii_digit() && is_state(&line[2..5])
}

fn is_state(code: &[u8]) -> bool {
    code[0].is_ascii_uppercase() && code.iter().all(|b| !b.is_ascii_digit())
}

/// Letters first, then fillers and letters.
fn is_name(name: &[u8]) -> bool {
    name[0].is_ascii_uppercase()
        && name.iter().all(|b| !b.is_ascii_digit())
        && name.iter().filter(|b| b.is_ascii_uppercase()).count() >= 3
        && name.windows(2).any(|pair| pair == b"<<")
}

const fn is_sex(byte: u8) -> bool {
    matches!(byte, b'M' | b'F' | b'X' | b'<')
}

/// Year, month, day and check digit; unknown parts of a date of birth are fillers.
fn is_date(text: &[u8]) -> bool {
    text[..6].iter().all(|b| b.is_ascii_digit() || *b == b'<') && is_checked(text)
}

/// Weights 7, 3, 1 again and again; letters count from A = 10, fillers 0. The last character is the check digit.
fn is_checked(text: &[u8]) -> bool {
    let Some((check, body)) = text.split_last() else { return false };
    let value = |byte: &u8| char::from(*byte).to_digit(36).unwrap_or(0);
    let sum: u32 = body.iter().zip([7, 3, 1].iter().cycle()).map(|(byte, weight)| value(byte) * weight).sum();
    check.is_ascii_digit() && u32::from(check - b'0') == sum % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECIMENS: [&str; 7] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "D231458907UTO7408122F1204159<<<<<<<6",
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];

    fn first(text: &str) -> Option<Range> {
        find(text.as_bytes(), text.find("<<")?)
    }

    /// The specimens of Doc 9303 are found, each line by itself and both lines of a passport in one piece.
    #[test]
    fn specimens() {
        for line in SPECIMENS {
            assert_eq!(first(line), Some(0..line.len()), "{line}");
            assert_eq!(first(&format!("ok\\n{line}\\nok")), Some(4..4 + line.len()), "{line}");
        }
        assert_eq!(first(&SPECIMENS[..2].concat()), Some(0..88));
    }

    /// A wrong check digit, a line that is longer or shorter, and what programs print with `<` are none.
    #[test]
    fn others() {
        for text in [
            "L898902C37UTO7408122F1204159ZE184226B<<<<<10",
            "D231458907UTO7408123F1204159<<<<<<<6",
            "7408122F1204158UTO<<<<<<<<<<<6",
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<",
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<",
            "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
            "<<<<<<< HEAD",
            "std::cout << x",
            "<<EOF",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
        assert_eq!(find(b"<", 0), None);
        assert_eq!(find(b"", 7), None);
    }

    /// After a key the check digits may be wrong.
    #[test]
    fn after_a_key() {
        assert!(
            fits(b"L898902C37UTO7408122F1204159ZE184226B<<<<<10") && !fits(b"missing") && !fits(b"P<UTO") && !fits(b"")
        );
    }
}
