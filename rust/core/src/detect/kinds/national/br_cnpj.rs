//! `br_cnpj`: twelve characters and two check digits modulo 11; from July 2026 the twelve may be letters (Receita Federal, Instrução
//! Normativa RFB 2229/2024: a character counts its ASCII code less 48).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// In its printed groups a number of digits counts by itself; with letters, or bare, it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::BrCnpj,
    forms: &[Form { shape: "99.999.999/9999-99", check: is_cnpj }],
    words: &[
        word("cnpj", Kind::BrCnpj, Reach::Part, Shape::Code(fits)),
        key("cnpjnumber"),
        key("cnpjnumero"),
        key("numerocnpj"),
        key("nrcnpj"),
        key("cnpjempresa"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::BrCnpj, Reach::End, Shape::Code(fits))
}

/// Fourteen characters; fewer where a number has lost its leading zeros.
fn fits(code: &[u8]) -> bool {
    let Some((body, checks)) = code.split_last_chunk::<2>() else { return false };
    let is_number = body.iter().all(u8::is_ascii_digit);
    let form =
        body.len() == 12 && body.iter().all(u8::is_ascii_alphanumeric) || matches!(body.len(), 10 | 11) && is_number;
    form && checks.iter().all(u8::is_ascii_digit)
}

fn is_cnpj(number: &[u8]) -> bool {
    let (mut values, mut length) = ([0; 14], 0);
    for byte in number.iter().filter(|b| b.is_ascii_alphanumeric()) {
        let Some(slot) = values.get_mut(length) else { return false };
        (*slot, length) = (u32::from(byte - b'0'), length + 1);
    }
    let checks = [check_digit(&values[..12]), check_digit(&values[..13])];
    length == 14 && values[12..] == checks && values != [0; 14]
}

/// Weights from the right: 2 to 9, again and again.
fn check_digit(values: &[u32]) -> u32 {
    let weights = (2..=9).cycle();
    match values.iter().rev().zip(weights).map(|(value, weight)| value * weight).sum::<u32>() % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Published examples pass, that of the alphanumeric form too, and no copy of them with a slip does.
    #[test]
    fn check_digits() {
        for number in ["16.727.230/0001-97", "11.222.333/0001-81", "12.ABC.345/01DE-35"] {
            assert!(catches_wrong_digits(is_cnpj, number), "{number}");
            assert_eq!(swaps_missed(is_cnpj, number), 0, "{number}");
        }
        assert!(!is_cnpj(b"00.000.000/0000-00") && !is_cnpj(b"16.727.230/0001-9") && !is_cnpj(b"16.727.230/0001-977"));
    }

    /// After a key letters count, and a number that lost its zeros.
    #[test]
    fn after_a_key() {
        assert!(
            fits(b"12ABC34501DE35") && fits(b"191000100012") && !fits(b"12ABC34501DEXX") && !fits(b"ABC") && !fits(b"")
        );
    }
}
