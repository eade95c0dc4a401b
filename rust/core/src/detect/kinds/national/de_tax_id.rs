//! `de_tax_id`: eleven digits printed `12 345 678 901`, ISO 7064 MOD 11,10, and in the first ten exactly one digit two or three
//! times (Bundeszentralamt für Steuern, § 139b Abgabenordnung). The older Steuernummer of the states is found by its key.

use super::sums::mod_11_10;
use crate::detect::spec::{Form, Reach, Shape, Spec, digits, exactly, word};
use crate::kind::Kind;

/// The rule about repeated digits leaves one in three hundred of all numbers.
pub static SPEC: Spec = Spec {
    kind: Kind::DeTaxId,
    forms: &[Form { shape: "99 999 999 999", check: is_issued }],
    words: &[
        word("steuerid", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("steueridnr", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("steueridentnr", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("steueridentifikationsnummer", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("steuerlicheidentifikationsnummer", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("germantaxid", Kind::DeTaxId, Reach::End, Shape::Code(fits)),
        word("identifikationsnummer", Kind::DeTaxId, Reach::Whole, Shape::Code(is_issued)),
        word("idnr", Kind::DeTaxId, Reach::Whole, Shape::Code(is_issued)),
        word("steuernummer", Kind::DeTaxId, Reach::End, Shape::Code(is_state_number)),
        word("steuernr", Kind::DeTaxId, Reach::End, Shape::Code(is_state_number)),
        word("stnr", Kind::DeTaxId, Reach::Whole, Shape::Code(is_state_number)),
    ],
};

fn fits(code: &[u8]) -> bool {
    exactly::<11>(code).is_some()
}

/// Ten or eleven digits by state, thirteen in the federal form.
fn is_state_number(code: &[u8]) -> bool {
    digits::<13>(code).is_some_and(|(_, length)| length == code.len() && matches!(length, 10 | 11 | 13))
}

fn is_issued(token: &[u8]) -> bool {
    exactly::<11>(token).is_some_and(|digits| digits[0] != 0 && repeats_once(&digits[..10]) && mod_11_10(&digits))
}

/// Whether exactly one digit comes twice or three times, three times not in a row, and no other one more than once.
fn repeats_once(body: &[u32]) -> bool {
    let count = |digit| body.iter().filter(|&&other| other == digit).count();
    let mut repeated = (0..10).map(count).filter(|&times| times > 1);
    let once = matches!((repeated.next(), repeated.next()), (Some(2 | 3), None));
    once && !body.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published examples hold, printed or bare; a wrong digit, a transposition and a number with too many repeated digits do not.
    #[test]
    fn check_digit() {
        for number in [&b"86095742719"[..], b"47036892816", b"65929970489", b"86 095 742 719", b"36574261809"] {
            assert!(is_issued(number), "{}", number.escape_ascii());
        }
        for number in
            [&b"86095742718"[..], b"86095747219", b"12345678901", b"11111111111", b"06095742719", b"1112345678"]
        {
            assert!(!is_issued(number), "{}", number.escape_ascii());
        }
    }

    /// A number of the states has as many digits as that state's numbers have.
    #[test]
    fn numbers_of_the_states() {
        assert!(is_state_number(b"2181508150") && is_state_number(b"2893081508152") && fits(b"12345678901"));
        for code in [&b""[..], b"123456789", b"123456789012", b"12345678901234", b"12345X78901"] {
            assert!(!is_state_number(code));
        }
    }
}
