//! `bic`: institution, country, place and an optional branch, 8 or 11 characters (ISO 9362). By key only: `COMPILER` has the form.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::kind::Kind;

/// By key.
pub static SPEC: Spec = Spec {
    kind: Kind::Bic,
    forms: &[],
    words: &[
        word("bic", Kind::Bic, Reach::Part, Shape::Text(is_upper_bic)),
        word("swift", Kind::Bic, Reach::Part, Shape::Text(is_upper_bic)),
        key("biccode"),
        key("bicfi"),
        key("bicswift"),
        key("swiftbic"),
        key("swiftcode"),
        key("swiftaddress"),
        key("bankidentifiercode"),
    ],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::Bic, Reach::End, Shape::Code(is_bic))
}

/// The countries of ISO 3166-1, and Kosovo.
const COUNTRIES: &[u8] = b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCN\
COCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIR\
ISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONP\
NRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTW\
TZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// `swift: compiler` is a sentence: the word alone is not enough, the code has to stand in capitals.
fn is_upper_bic(text: &[u8]) -> bool {
    !text.iter().any(u8::is_ascii_lowercase) && is_bic(text)
}

fn is_bic(code: &[u8]) -> bool {
    let Some((institution, rest)) = code.split_at_checked(4) else { return false };
    let Some((country, place)) = rest.split_at_checked(2) else { return false };
    institution.iter().all(u8::is_ascii_alphabetic)
        && COUNTRIES.chunks(2).any(|known| known.eq_ignore_ascii_case(country))
        && matches!(place.len(), 2 | 5)
        && place.iter().all(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes with and without a branch fit; an unknown country or another length does not.
    #[test]
    fn form() {
        assert!(is_bic(b"DEUTDEFF") && is_bic(b"DEUTDEFF500") && is_bic(b"NEDSZAJJXXX") && is_bic(b"BOFAUS3N"));
        for code in [&b"DEUTXXFF"[..], b"DEUTDEF", b"DEUTDEFF5", b"DEUTDEFF5000", b"1EUTDEFF", b"DEUT", b""] {
            assert!(!is_bic(code));
        }
        assert!(is_bic(b"compiler") && !is_upper_bic(b"compiler") && is_upper_bic(b"DEUTDEFF"));
    }
}
