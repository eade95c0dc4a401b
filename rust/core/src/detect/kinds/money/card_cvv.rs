//! `card_cvv`: the three or four digits on a card that must never be stored (PCI DSS 4.0, requirement 3.3.1.2). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::CardCvv,
    forms: &[],
    words: &[
        key("cvv", Reach::Part),
        key("cvc", Reach::Part),
        key("csc", Reach::Whole),
        key("cvn", Reach::Whole),
        key("cvvcode", Reach::Part),
        key("cvccode", Reach::Part),
        key("cvvnumber", Reach::Part),
        key("cardcsc", Reach::End),
        key("securitycode", Reach::End),
        key("cardcode", Reach::End),
        key("cardverificationcode", Reach::End),
        key("cardverificationvalue", Reach::End),
        key("cardverificationnumber", Reach::End),
        key("kartenpruefnummer", Reach::End),
        key("codigodeseguridad", Reach::End),
        key("codigodeseguranca", Reach::End),
        key("cryptogramme", Reach::Whole),
    ],
};

const fn key(text: &'static str, reach: Reach) -> Word {
    word(text, Kind::CardCvv, reach, Shape::Code(fits))
}

fn fits(code: &[u8]) -> bool {
    matches!(code.len(), 3 | 4) && code.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three or four digits fit.
    #[test]
    fn length() {
        assert!(fits(b"123") && fits(b"0000") && !fits(b"12") && !fits(b"12345") && !fits(b"12A") && !fits(b""));
    }
}
