//! `br_cpf`: nine digits and two check digits modulo 11 (Receita Federal, Instrução Normativa RFB 1548/2015; annex of Ato
//! Declaratório Executivo Cofis 9/2012).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, exactly, weighted, word};
use crate::kind::Kind;

/// In its printed groups it counts by itself; bare it needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::BrCpf,
    forms: &[Form { shape: "999.999.999-99", check: is_cpf }],
    words: &[
        word("cpf", Kind::BrCpf, Reach::Part, Shape::Code(fits)),
        key("cpfnumber"),
        key("cpfnumero"),
        key("numerocpf"),
        key("nrcpf"),
        key("cpfcliente"),
        key("cpftitular"),
        key("cadastrodepessoasfisicas"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::BrCpf, Reach::End, Shape::Code(fits))
}

/// Eleven digits; fewer where a number has lost its leading zeros.
fn fits(code: &[u8]) -> bool {
    (9..=11).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
}

fn is_cpf(number: &[u8]) -> bool {
    exactly::<11>(number).is_some_and(|digits| {
        let first = check_digit(weighted(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2]));
        let second = check_digit(weighted(&digits[..10], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
        digits[9..] == [first, second] && digits != [digits[0]; 11]
    })
}

const fn check_digit(sum: u32) -> u32 {
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_most_slips, catches_wrong_digits, swaps_missed};

    /// Published examples pass. Remainders 0 and 1 share a check digit, so that few slips do. Eleven equal digits are nobody's.
    #[test]
    fn check_digits() {
        assert!(catches_most_slips(is_cpf, "390.533.447-05", 20));
        for number in ["111.444.777-35", "529.982.247-25"] {
            assert!(catches_wrong_digits(is_cpf, number), "{number}");
            assert_eq!(swaps_missed(is_cpf, number), 0, "{number}");
        }
        assert!(!is_cpf(b"231.002.999-01") && !is_cpf(b"111.111.111-11") && !is_cpf(b"390.533.447-0"));
    }

    /// After a key a number that lost its zeros is one.
    #[test]
    fn after_a_key() {
        assert!(fits(b"39053344706") && fits(b"123456797") && !fits(b"12345678") && !fits(b"3905334470A"));
    }
}
