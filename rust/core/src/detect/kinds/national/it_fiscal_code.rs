//! `it_fiscal_code`: letters of surname and name, year, month letter, day (40 more for women), place, check letter; where two people
//! would share one, digits are replaced by letters from the right (Decreto ministeriale 23 December 1976; Agenzia delle Entrate).

use super::sums::compact;
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, is_day, word};
use crate::kind::Kind;

/// The shapes are those without replaced digits, and with the last one or two replaced.
pub static SPEC: Spec = Spec {
    kind: Kind::ItFiscalCode,
    forms: &[
        Form { shape: "AAAAAA99A99A999A", check: is_valid },
        Form { shape: "AAAAAA99A99A99AA", check: is_valid },
        Form { shape: "AAAAAA99A99A9AAA", check: is_valid },
        Form { shape: "AAAAAA99A99A9A9A", check: is_valid },
    ],
    words: &[
        word("codicefiscale", Kind::ItFiscalCode, Reach::End, Shape::Code(fits)),
        word("codfiscale", Kind::ItFiscalCode, Reach::End, Shape::Code(fits)),
        word("codicefisc", Kind::ItFiscalCode, Reach::End, Shape::Code(fits)),
        word("codfisc", Kind::ItFiscalCode, Reach::End, Shape::Code(fits)),
        word("cfiscale", Kind::ItFiscalCode, Reach::Part, Shape::Code(fits)),
        word("fiscalcode", Kind::ItFiscalCode, Reach::End, Shape::Code(fits)),
    ],
};

/// The letters that stand for the digits 0 to 9.
const REPLACED: &[u8; 10] = b"LMNPQRSTUV";
/// The letters of the months.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
/// What a character at an odd place counts, by its value (digits 0 to 9, letters 0 to 25).
const ODD: [usize; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// Sixteen characters of a person, or eleven digits of a company.
fn fits(code: &[u8]) -> bool {
    compact::<16>(code).is_some_and(|code| is_lettered(&code)) || exactly::<11>(code).is_some()
}

/// Letters where only letters stand, letters or digits elsewhere.
fn is_lettered(code: &[u8; 16]) -> bool {
    let letters = [0, 1, 2, 3, 4, 5, 8, 11, 15].iter().all(|&at| code[at].is_ascii_uppercase());
    letters && code.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_valid(token: &[u8]) -> bool {
    let Some(code) = compact::<16>(token).filter(is_lettered) else { return false };
    let place = matches!(code[11], b'A'..=b'M' | b'Z');
    place && is_born(&code).unwrap_or(false) && check_letter(&code) == code[15]
}

fn is_born(code: &[u8; 16]) -> Option<bool> {
    let month = MONTHS.iter().position(|&letter| letter == code[8])?;
    let [tens, units, ..] = [9, 10, 6, 7, 12, 13, 14].map(|at| digit(code[at]));
    let day = tens? * 10 + units?;
    let whole = [6, 7, 12, 13, 14].iter().all(|&at| digit(code[at]).is_some());
    Some(whole && is_day(1 + u32::try_from(month).ok()?, if day > 40 { day - 40 } else { day }))
}

/// The digit that a character at a digit's place stands for.
fn digit(byte: u8) -> Option<u32> {
    let replaced = || REPLACED.iter().position(|&letter| letter == byte).and_then(|at| u32::try_from(at).ok());
    char::from(byte).to_digit(10).or_else(replaced)
}

fn check_letter(code: &[u8; 16]) -> u8 {
    let value = |byte: u8| usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.saturating_sub(b'A') });
    let sum: usize =
        code[..15].iter().enumerate().map(|(at, &b)| if at % 2 == 0 { ODD[value(b) % 26] } else { value(b) }).sum();
    b'A' + u8::try_from(sum % 26).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, with replaced digits too; a wrong character and a transposition do not.
    #[test]
    fn check_letters() {
        for code in [&b"RCCMNL83S18D969H"[..], b"MRTMTT25D09F205Z", b"MLLSNT82P65Z404U", b"RSSMRA85T10A562S"] {
            assert!(is_valid(code) && fits(code), "{}", code.escape_ascii());
        }
        for code in [
            &b"RCCMNL83S18D969"[..],
            b"RCCMNL83S18D969I",
            b"RCCMNL83S18D996H",
            b"RCCMLN83S18D969H",
            b"RCCMNL83S00D969H",
        ] {
            assert!(!is_valid(code), "{}", code.escape_ascii());
        }
    }

    /// A code whose last digit was replaced keeps its meaning and has a check letter of its own.
    #[test]
    fn replaced_digits() {
        let mut code = *b"RCCMNL83S18D96VA";
        code[15] = check_letter(&code);
        assert!(is_valid(&code));
        code[14] = b'A';
        code[15] = check_letter(&code);
        assert!(!is_valid(&code));
    }

    /// After a key a mistyped code and a company's number count, words do not.
    #[test]
    fn after_a_key() {
        assert!(fits(b"RCCMNL83S18D969A") && fits(b"00743110157"));
        for code in [&b""[..], b"RCCMNL83S18D969", b"1234567890123456", b"NOTAVAILABLE", b"RCCMNL83S18D9699"] {
            assert!(!fits(code));
        }
    }
}
