//! `mx_curp`: letters of the name, date of birth, sex, state, consonants of the name, a character for the century and a check digit
//! modulo 10 (RENAPO, Instructivo normativo para la asignación de la Clave Única de Registro de Población).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, is_day, word};
use crate::kind::Kind;

/// It counts by itself: date, sex, state and check digit leave little to chance.
pub static SPEC: Spec = Spec {
    kind: Kind::MxCurp,
    forms: &[
        Form { shape: "AAAA999999AAAAAA99", check: is_curp },
        Form { shape: "AAAA999999AAAAAAA9", check: is_curp },
    ],
    words: &[
        word("curp", Kind::MxCurp, Reach::Part, Shape::Code(fits)),
        key("curpnumber"),
        key("claveunicaderegistrodepoblacion"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::MxCurp, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    code.len() == 18 && code.iter().all(u8::is_ascii_alphanumeric) && code[4..10].iter().all(u8::is_ascii_digit)
}

/// The federal states, and NE for people born abroad.
#[rustfmt::skip]
const STATES: [&[u8; 2]; 33] = [
    b"AS", b"BC", b"BS", b"CC", b"CS", b"CH", b"CL", b"CM", b"DF", b"DG", b"GT", b"GR", b"HG", b"JC", b"MC", b"MN", b"MS",
    b"NT", b"NL", b"OC", b"PL", b"QT", b"QR", b"SP", b"SL", b"SR", b"TC", b"TS", b"TL", b"VZ", b"YN", b"ZS", b"NE",
];

fn is_curp(number: &[u8]) -> bool {
    let pair = |at: usize| number.get(at..at + 2).map_or(0, |pair| two_digits(pair[0], pair[1]));
    let is_state = number.get(11..13).is_some_and(|state| STATES.iter().any(|known| known[..] == *state));
    let is_sex = number.get(10).is_some_and(|sex| matches!(sex, b'H' | b'M' | b'X'));
    fits(number) && is_state && is_sex && is_day(pair(6), pair(8)) && check_digit(number) == number.last().copied()
}

const fn two_digits(tens: u8, ones: u8) -> u32 {
    tens.wrapping_sub(b'0') as u32 * 10 + ones.wrapping_sub(b'0') as u32
}

/// Weights 18 to 2; letters count from A = 10, with the place of the Ñ left free.
fn check_digit(number: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&byte, weight) in number.iter().zip((2..=18).rev()) {
        let value = char::from(byte).to_digit(36)?;
        sum += (value + u32::from(value > 23)) * weight;
    }
    u8::try_from((10 - sum % 10) % 10).ok().map(|digit| b'0' + digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{one_digit_wrong, swaps_missed};

    /// A published example passes; a wrong date, sex, state or check digit does not.
    #[test]
    fn parts_and_check_digit() {
        assert!(is_curp(b"BOXW310820HNERXN09"));
        for number in [
            &b"BOXW310820HNERXN08"[..],
            b"BOXW311320HNERXN09",
            b"BOXW310820ANERXN09",
            b"BOXW310820HXXRXN09",
            b"BOXW",
            b"",
        ] {
            assert!(!is_curp(number));
        }
    }

    /// Weights that share a factor with 10 let a few wrong digits pass, but most are noticed.
    #[test]
    fn slips() {
        let slips = one_digit_wrong("BOXW310820HNERXN09");
        assert!(slips.iter().filter(|slip| is_curp(slip)).count() * 10 < slips.len());
        assert_eq!(swaps_missed(is_curp, "BOXW310820HNERXN09"), 0);
    }
}
