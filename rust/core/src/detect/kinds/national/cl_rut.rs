//! `cl_rut`: a number from one to 99 million and a check character modulo 11, K for 10 (Servicio de Impuestos Internos; Registro
//! Civil e Identificación, where it is called RUN).

use crate::detect::spec::{Form, Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// With dots and hyphen it counts by itself. Without dots it looks like a date with a number (`20240101-5`) and needs a key.
pub static SPEC: Spec = Spec {
    kind: Kind::ClRut,
    forms: &[form("99.999.999-9"), form("99.999.999-A"), form("9.999.999-9"), form("9.999.999-A")],
    words: &[
        word("rut", Kind::ClRut, Reach::Part, Shape::Code(is_rut)),
        key("rutnumber"),
        key("numerorut"),
        key("nrorut"),
        key("rutcliente"),
        key("rutempresa"),
        key("rutpersona"),
        key("rutusuario"),
        key("rutcompleto"),
        key("rolunicotributario"),
        key("rolunico"),
    ],
};

const fn form(shape: &'static str) -> Form {
    Form { shape, check: is_rut }
}

const fn key(text: &'static str) -> Word {
    word(text, Kind::ClRut, Reach::End, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    let Some((check, digits)) = code.split_last() else { return false };
    (6..=8).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && (check.is_ascii_digit() || *check == b'K')
}

/// Weights from the right: 2 to 7, again and again.
fn is_rut(number: &[u8]) -> bool {
    let Some((check, body)) = number.split_last() else { return false };
    let digits = || body.iter().filter(|b| b.is_ascii_digit()).rev();
    let sum: u32 = digits().zip((2..=7).cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let right = match (11 - sum % 11) % 11 {
        10 => *check == b'K',
        rest => u32::from(*check) == u32::from(b'0') + rest,
    };
    let only = body.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    right && only && (6..=8).contains(&digits().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::kinds::slips::{catches_wrong_digits, swaps_missed};

    /// Examples pass, those with K too, and no copy of them with a slip does.
    #[test]
    fn check_character() {
        for number in ["12.531.909-2", "76.086.428-5", "12.345.678-5", "1.000.005-K", "125319092"] {
            assert!(catches_wrong_digits(is_rut, number), "{number}");
            assert_eq!(swaps_missed(is_rut, number), 0, "{number}");
        }
        for number in [&b"12.531.909-3"[..], b"12.345.678-K", b"12A531.909-2", b"1-9", b"123456789012", b"5", b""] {
            assert!(!is_rut(number));
        }
    }

    /// After a key of its own a mistyped one is masked too.
    #[test]
    fn after_a_key() {
        assert!(fits(b"125319093") && fits(b"12531909K") && !fits(b"12531909X") && !fits(b"12345"));
    }
}
