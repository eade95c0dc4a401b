//! RFC 4648 base32, lower case, no padding: what the body, key id and check of a sealed value are written in.

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const INVALID: u8 = 0xff;
const VALUES: [u8; 256] = {
    let mut table = [INVALID; 256];
    let mut value = 0;
    while value < 32 {
        table[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    table
};

/// One character for the low five bits of `value`.
pub(crate) const fn digit(value: u32) -> u8 {
    ALPHABET[(value & 31) as usize]
}

/// Whether `byte` is one of the 32 characters.
pub(crate) const fn is_digit(byte: u8) -> bool {
    VALUES[byte as usize] != INVALID
}

/// How many bytes `digits` characters hold, if any number of bytes is written in so many.
pub(crate) const fn decoded_len(digits: usize) -> Option<usize> {
    match digits % 8 {
        0 | 2 | 4 | 5 | 7 => Some(digits / 8 * 5 + digits % 8 * 5 / 8),
        _ => None,
    }
}

/// Appends the characters of `bytes`; the unused low bits of the last one are zero.
pub fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    let (groups, rest) = bytes.as_chunks::<5>();
    for group in groups {
        out.extend_from_slice(&encode_group(*group));
    }
    if !rest.is_empty() {
        let mut group = [0; 5];
        group[..rest.len()].copy_from_slice(rest);
        out.extend_from_slice(&encode_group(group)[..(rest.len() * 8).div_ceil(5)]);
    }
}

/// Forty bits to eight characters, all eight lanes of a word at once.
fn encode_group(group: [u8; 5]) -> [u8; 8] {
    let [a, b, c, d, e] = group;
    let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
    let halves = (bits & 0xff_fff0_0000) << 12 | bits & 0xf_ffff;
    let quarters = (halves & 0x000f_fc00_000f_fc00) << 6 | halves & 0x0000_03ff_0000_03ff;
    let values = (quarters & 0x03e0_03e0_03e0_03e0) << 3 | quarters & 0x001f_001f_001f_001f;
    // 0..=25 are letters, 26..=31 the digits from 2 on, which stand 73 below where the letters would go on.
    let is_digit = (values + 0x6666_6666_6666_6666) >> 7 & 0x0101_0101_0101_0101;
    (values + 0x6161_6161_6161_6161 - is_digit * 73).to_be_bytes()
}

/// Appends the bytes of `digits`; `false` if a character, the length or the unused low bits are not as [`encode`] writes.
#[must_use]
pub fn decode(digits: &[u8], out: &mut Vec<u8>) -> bool {
    if decoded_len(digits.len()).is_none() {
        return false;
    }
    let mut bits: u32 = 0;
    let mut held = 0;
    for &byte in digits {
        let value = VALUES[byte as usize];
        if value == INVALID {
            return false;
        }
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    bits & ((1 << held) - 1) == 0
}

/// Whether [`decode`] would take `digits`, without decoding them.
pub(crate) fn is_canonical(digits: &[u8]) -> bool {
    let Some(bytes) = decoded_len(digits.len()) else {
        return false;
    };
    let unused = digits.len() * 5 - bytes * 8;
    digits.iter().all(|&byte| is_digit(byte))
        && digits.last().is_none_or(|&byte| VALUES[byte as usize] & ((1 << unused) - 1) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode(bytes, &mut out);
        out
    }

    /// The test vectors of RFC 4648 section 10, lower case and unpadded.
    #[test]
    fn rfc_4648_vectors() {
        let vectors: [(&[u8], &[u8]); 7] = [
            (b"", b""),
            (b"f", b"my"),
            (b"fo", b"mzxq"),
            (b"foo", b"mzxw6"),
            (b"foob", b"mzxw6yq"),
            (b"fooba", b"mzxw6ytb"),
            (b"foobar", b"mzxw6ytboi"),
        ];
        for (bytes, digits) in vectors {
            assert_eq!(encoded(bytes), digits);
        }
    }

    /// Each of the 32 values gets its own character in every lane of a group.
    #[test]
    fn every_digit_in_every_lane() {
        for lane in 0..8 {
            for value in 0..32_u64 {
                let bits = (value << (35 - 5 * lane)).to_be_bytes();
                let mut expected = [b'a'; 8];
                expected[lane as usize] = ALPHABET[value as usize];
                assert_eq!(encoded(&bits[3..]), expected);
            }
        }
    }

    /// Upper case, padding, foreign characters, lengths that nothing has and set unused bits are refused.
    #[test]
    fn refuses_what_encode_does_not_write() {
        for digits in [&b"MY"[..], b"my======", b"m1", b"m0", b"m8", b"a", b"aaa", b"aaaaaa", b"mz", b"m\xc3"] {
            assert!(!decode(digits, &mut Vec::new()), "{digits:?}");
            assert!(!is_canonical(digits), "{digits:?}");
        }
    }

    proptest! {
        /// What is encoded decodes to itself.
        #[test]
        fn round_trip(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut back = Vec::new();
            prop_assert!(decode(&encoded(&bytes), &mut back));
            prop_assert_eq!(back, bytes);
        }

        /// A text decodes only if encoding the result gives that text, and `is_canonical` agrees.
        #[test]
        fn only_canonical_text_decodes(digits in "[a-z2-7]{0,24}") {
            let mut bytes = Vec::new();
            let taken = decode(digits.as_bytes(), &mut bytes);
            prop_assert_eq!(taken, is_canonical(digits.as_bytes()));
            if taken {
                prop_assert_eq!(encoded(&bytes), digits.as_bytes());
            }
        }
    }
}
