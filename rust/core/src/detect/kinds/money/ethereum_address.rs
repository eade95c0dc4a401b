//! `ethereum_address`: `0x` and 40 hexadecimal digits (Ethereum Yellow Paper, section 4.1; ERC-55 for the case of the letters).
//! Anchored at the start of a run of word characters.

use crate::detect::spec::Spec;
use crate::detect::text::{Range, ends, starts};
use crate::kind::Kind;

/// It counts by itself (`find`). The check in the case of the letters is not asked for: many write all of them lower-case.
pub static SPEC: Spec = Spec { kind: Kind::EthereumAddress, forms: &[], words: &[] };

/// The address that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<Range> {
    let address = text.get(start..start.checked_add(42)?)?;
    let [b'0', b'x' | b'X', digits @ ..] = address else { return None };
    let alone = starts(text, start) && ends(text, start + 42);
    // The zero address and its like are nobody's: no key leads to them.
    let varied = digits[..30].iter().any(|&b| b != digits[0]);
    (alone && varied && digits.iter().all(u8::is_ascii_hexdigit)).then_some(start..start + 42)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of ERC-55 are found, in any case of their letters.
    #[test]
    fn published_addresses() {
        for address in ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"] {
            assert_eq!(find(address.as_bytes(), 0), Some(0..42));
            assert_eq!(find(format!("to={address},").as_bytes(), 3), Some(3..45));
            for text in [format!("{address}0"), format!("{address}g"), format!("{address}_")] {
                assert_eq!(find(text.as_bytes(), 0), None, "{text}");
            }
            assert_eq!(find(format!("1{address}").as_bytes(), 1), None);
        }
    }

    /// A hash, a shorter number, the zero address and no text at all are none.
    #[test]
    fn others() {
        let zero = "0x0000000000000000000000000000000000000000";
        for text in
            [zero, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00", "0x", ""]
        {
            assert_eq!(find(text.as_bytes(), 0), None, "{text}");
        }
        assert_eq!(find(b"0x", usize::MAX), None);
    }
}
