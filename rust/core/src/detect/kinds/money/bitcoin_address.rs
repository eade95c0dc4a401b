//! `bitcoin_address`: Base58Check after `1` and `3` (Bitcoin developer reference, "Address conversion"), Bech32 and Bech32m after
//! `bc1` (BIP 173, BIP 350). Anchored at the start of a run of word characters.

use sha2::{Digest, Sha256};

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::{Range, ends, skip, starts};
use crate::kind::Kind;

/// An address counts by itself (`find`); after a key one with a wrong check does too.
pub static SPEC: Spec = Spec {
    kind: Kind::BitcoinAddress,
    forms: &[],
    words: &[key("btcaddress"), key("btcwallet"), key("bitcoinaddress"), key("bitcoinwallet")],
};

const fn key(text: &'static str) -> Word {
    word(text, Kind::BitcoinAddress, Reach::End, Shape::Text(fits))
}

fn fits(text: &[u8]) -> bool {
    (25..=90).contains(&text.len()) && text.iter().all(u8::is_ascii_alphanumeric)
}

/// The address that begins at `start`.
#[must_use]
pub fn find(text: &[u8], start: usize) -> Option<Range> {
    let may_be = matches!(text.get(start..)?, [b'1' | b'3', ..] | [b'b', b'c', b'1', ..] | [b'B', b'C', b'1', ..]);
    if !may_be || is_hexadecimal(&text[start..]) || !starts(text, start) {
        return None;
    }
    let end = skip(&text[..text.len().min(start + 91)], start, |b| b.is_ascii_alphanumeric());
    let address = &text[start..end];
    (ends(text, end) && (is_base58_address(address) || is_bech32_address(address))).then_some(start..end)
}

/// Whether the text begins as an id in lower-case hexadecimal digits does: such are turned away before any other look.
fn is_hexadecimal(text: &[u8]) -> bool {
    let is_digit = |b: u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    // Without a way out, so that it is a few instructions.
    text.first_chunk::<16>().is_some_and(|head| head.iter().fold(true, |all, &b| all & is_digit(b)))
}

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// 25 bytes: a version (0 after `1`, 5 after `3`), 20 of a hash, and four of the double hash of both.
fn is_base58_address(address: &[u8]) -> bool {
    // Hexadecimal ids are turned away before any arithmetic.
    let is_mixed = address.iter().any(u8::is_ascii_uppercase) && address.iter().any(u8::is_ascii_lowercase);
    if !(26..=35).contains(&address.len()) || !is_mixed || address.contains(&b'0') {
        return false;
    }
    let Some(bytes) = base58(address) else { return false };
    let (payload, check) = bytes.split_at(21);
    let version = if address[0] == b'1' { 0 } else { 5 };
    payload[0] == version && Sha256::digest(Sha256::digest(payload))[..4] == *check
}

/// A number to the base 58 as 25 bytes.
fn base58(text: &[u8]) -> Option<[u8; 25]> {
    let mut bytes = [0_u8; 25];
    for character in text {
        let mut carry = BASE58.iter().position(|known| known == character)? as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 255) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return None;
        }
    }
    Some(bytes)
}

const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// `bc1`, a version, a program of 2 to 40 bytes and six characters that make the remainder 1 (version 0) or the constant of Bech32m.
fn is_bech32_address(address: &[u8]) -> bool {
    let mixed = address.iter().any(u8::is_ascii_lowercase) && address.iter().any(u8::is_ascii_uppercase);
    let Some(data) = address.get(3..).filter(|data| (11..=71).contains(&data.len()) && !mixed) else { return false };
    // The prefix `bc`, expanded: high bits, zero, low bits.
    let mut remainder = [3, 3, 0, 2, 3].into_iter().fold(1, step);
    let mut version = None;
    for byte in data {
        let Some(value) = BECH32.iter().position(|known| *known == byte.to_ascii_lowercase()) else { return false };
        version = version.or(Some(value));
        remainder = step(remainder, value as u32);
    }
    matches!((version, remainder), (Some(0), 1) | (Some(1..=16), 0x2bc8_30a3))
}

/// One step of the division by the generator of BIP 173.
fn step(remainder: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = remainder >> 25;
    let shifted = (remainder & 0x01ff_ffff) << 5 ^ value;
    GENERATOR.iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 1).fold(shifted, |sum, (_, term)| sum ^ term)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: [&str; 6] = [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ];

    /// The examples of the standards are found wherever they begin, alone.
    #[test]
    fn published_addresses() {
        for address in PUBLISHED {
            assert_eq!(find(address.as_bytes(), 0), Some(0..address.len()), "{address}");
            let line = format!("to={address}.");
            assert_eq!(find(line.as_bytes(), 3), Some(3..3 + address.len()));
            assert_eq!(find(format!("x{address}").as_bytes(), 1), None);
            assert_eq!(find(format!("{address}_").as_bytes(), 0), None);
        }
    }

    /// No copy with one character changed is an address.
    #[test]
    fn slips() {
        for address in PUBLISHED {
            for index in 0..address.len() {
                let mut slip = address.as_bytes().to_vec();
                slip[index] = if slip[index] == b'8' { b'9' } else { b'8' };
                assert_eq!(find(&slip, 0), None);
            }
        }
    }

    /// Mixed case, the wrong constant for the version and other networks are none; no text makes it fail.
    #[test]
    fn others() {
        for text in [
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8F3T4",
            "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
            "1111111111111111111111111111111111",
            "3333333333333333333333333333333333333",
            "bc1",
            "1",
            "",
        ] {
            assert_eq!(find(text.as_bytes(), 0), None, "{text}");
        }
        assert_eq!(find(b"1", 7), None);
    }
}
