//! `bank_account`: what a bank calls the account, at most 34 letters and digits (the length of a BBAN in ISO 13616). By key only.

use crate::detect::spec::{Reach, Shape, Spec, Word, is_code, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::BankAccount,
    forms: &[],
    words: &[
        key("accountnumber"),
        key("accountno"),
        key("accountnum"),
        key("acctnumber"),
        key("acctno"),
        key("acctnum"),
        key("bankaccount"),
        key("bankaccountid"),
        key("bankaccountnumber"),
        key("bankacct"),
        key("checkingaccount"),
        key("savingsaccount"),
        key("depositaccount"),
        key("debitaccount"),
        key("creditaccount"),
        key("beneficiaryaccount"),
        key("payeeaccount"),
        key("bban"),
        key("kontonummer"),
        key("kontonr"),
        key("bankkonto"),
        key("numerodecompte"),
        key("numerocompte"),
        key("comptebancaire"),
        key("numerodecuenta"),
        key("numerocuenta"),
        key("cuentabancaria"),
        key("numerodaconta"),
        key("numeroconta"),
        key("contacorrente"),
        key("contabancaria"),
        key("numerodiconto"),
        key("rekeningnummer"),
        key("rachunek"),
        key("numerrachunku"),
        key("numerkonta"),
        key("bankkontonummer"),
        word("clabe", Kind::BankAccount, Reach::Part, Shape::Text(fits)),
        word("cbu", Kind::BankAccount, Reach::Part, Shape::Code(is_cbu)),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::BankAccount, Reach::End, Shape::Text(fits))
}

fn fits(text: &[u8]) -> bool {
    is_code(text, 4..=34, 4)
}

fn is_cbu(code: &[u8]) -> bool {
    code.len() == 22 && code.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits in groups, with letters or without, fit; words and short numbers do not.
    #[test]
    fn accounts() {
        for text in
            [&b"0532013000"[..], b"12-3456-7890123-00", b"1234 5678", b"032180000118359719", b"NWBK60161331926819"]
        {
            assert!(fits(text));
        }
        for text in [&b"123"[..], b"closed", b"12345678 Was", b"1234--5678", b"", b" ", b"1234:5678"] {
            assert!(!fits(text));
        }
        assert!(is_cbu(b"2850590940090418135201") && !is_cbu(b"285059094009041813520"));
    }
}
