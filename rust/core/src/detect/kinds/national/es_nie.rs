//! `es_nie`: X, Y or Z, seven digits, and the letter of the DNI with 0, 1 or 2 for the first (Orden INT/2058/2008).

use super::es_dni;
use super::sums::compact;
use crate::detect::spec::{Form, Reach, Shape, Spec, exactly, word};
use crate::kind::Kind;

/// Two letters in fixed places, one of which checks the rest.
pub static SPEC: Spec = Spec {
    kind: Kind::EsNie,
    forms: &[
        Form { shape: "A9999999A", check: is_nie },
        Form { shape: "A9999999-A", check: is_nie },
        Form { shape: "A-9999999-A", check: is_nie },
        Form { shape: "A-9999999A", check: is_nie },
    ],
    words: &[
        word("nie", Kind::EsNie, Reach::Whole, Shape::Code(is_nie)),
        word("numeronie", Kind::EsNie, Reach::End, Shape::Code(fits)),
        word("nienumero", Kind::EsNie, Reach::Part, Shape::Code(fits)),
        word("nienumber", Kind::EsNie, Reach::Part, Shape::Code(fits)),
        word("identidadextranjero", Kind::EsNie, Reach::End, Shape::Code(fits)),
        word("identidaddeextranjero", Kind::EsNie, Reach::End, Shape::Code(fits)),
    ],
};

/// Numbers given out before 2008 may have a nought more.
fn fits(code: &[u8]) -> bool {
    let [b'X'..=b'Z', digits @ .., b'A'..=b'Z'] = code else { return false };
    exactly::<7>(digits).is_some() || exactly::<8>(digits).is_some()
}

/// Whether this is a number with its right letter.
pub(super) fn is_nie(token: &[u8]) -> bool {
    let Some([first @ b'X'..=b'Z', rest @ ..]) = compact::<9>(token) else { return false };
    let mut dni = [first - b'X' + b'0'; 9];
    dni[1..].copy_from_slice(&rest);
    es_dni::is_dni(&dni)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, with hyphens too; a wrong letter, a wrong digit and a transposition do not.
    #[test]
    fn check_letters() {
        for number in [&b"X1234567L"[..], b"Y1234567X", b"Z1234567R", b"X-2482300-W", b"X2482300W"] {
            assert!(is_nie(number), "{}", number.escape_ascii());
        }
        for number in [&b"X1234567A"[..], b"X1234576L", b"W1234567L", b"Y1234567L", b"X123456L", b"X12345678L", b""] {
            assert!(!is_nie(number), "{}", number.escape_ascii());
        }
    }

    /// After a long key a wrong letter and the nought of older numbers do not matter.
    #[test]
    fn after_a_key() {
        assert!(fits(b"X1234567A") && fits(b"X01234567L"));
        assert!(!fits(b"") && !fits(b"X") && !fits(b"A1234567L") && !fits(b"X12345678"));
    }
}
