//! AES-256-SIV (RFC 5297) with one associated-data string that is fixed when the key is made.
//!
//! The `aes-siv` crate works out both the CMAC of the associated data and an AES key schedule on every call; a sealed
//! value of 20 bytes would spend most of its time there. Here both are done once per key. Checked against `aes-siv`
//! (property below), the appendix of RFC 5297, Wycheproof, and `cryptography` (`vectors/seal`).

use aes::Aes256Enc;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Length of the synthetic IV, which is the tag and comes first.
pub(crate) const TAG: usize = 16;
const STRIDE: usize = 8;
/// RFC 5297 section 2.6: the two bits of the counter that are cleared, so that 32-bit additions do not carry.
const COUNTER_MASK: u128 = !(1 << 63 | 1 << 31);

/// One key with its associated data worked in.
pub(crate) struct Siv {
    mac: Aes256Enc,
    counter: Aes256Enc,
    /// CMAC subkeys for a whole and for a cut last block (RFC 4493).
    subkeys: [u128; 2],
    /// S2V after the associated data.
    state: u128,
}

impl Siv {
    /// The key of RFC 5297: MAC half first.
    pub(crate) fn new(key: &[u8; 64], associated: &[u8]) -> Self {
        let mut siv = Self::bare(key);
        siv.state = double(siv.state) ^ siv.cmac(associated, 0);
        siv
    }

    /// As [`Siv::new`], without any associated data: for a key that is bound to everything already.
    pub(crate) fn bare(key: &[u8; 64]) -> Self {
        let half = |from: usize| Aes256Enc::new(key[from..from + 32].try_into().expect("32 of 64 bytes"));
        let mut siv = Self { mac: half(0), counter: half(32), subkeys: [0; 2], state: 0 };
        let whole = double(siv.encrypt(0));
        siv.subkeys = [whole, double(whole)];
        siv.state = siv.cmac(&[0; TAG], 0);
        siv
    }

    /// Seals in place: `body` is room for the tag followed by the plaintext, and becomes tag and ciphertext.
    pub(crate) fn seal(&self, body: &mut [u8]) {
        let (tag, text) = body.split_at_mut(TAG);
        let iv = self.s2v(text);
        tag.copy_from_slice(&iv.to_be_bytes());
        self.apply_keystream(iv, text);
    }

    /// Opens in place what [`Siv::seal`] made. If the tag does not fit, the plaintext part is wiped and `false` comes back.
    pub(crate) fn open(&self, body: &mut [u8]) -> bool {
        let Some((tag, text)) = body.split_first_chunk_mut::<TAG>() else {
            return false;
        };
        self.apply_keystream(u128::from_be_bytes(*tag), text);
        let fits: bool = self.s2v(text).to_be_bytes().ct_eq(tag).into();
        if !fits {
            text.zeroize();
        }
        fits
    }

    /// The last step of S2V, over the plaintext.
    fn s2v(&self, text: &[u8]) -> u128 {
        if text.len() >= TAG {
            return self.cmac(text, self.state);
        }
        let padded = load(text) | 0x80 << (8 * (TAG - 1 - text.len()));
        self.encrypt(double(self.state) ^ padded ^ self.subkeys[0])
    }

    /// CMAC (RFC 4493) of `text` with `end` XORed onto its last 16 bytes; `end` must be 0 if there are fewer.
    fn cmac(&self, text: &[u8], end: u128) -> u128 {
        let cut = if text.is_empty() { 0 } else { (text.len() - 1) % TAG + 1 };
        let (blocks, last) = text.split_at(text.len() - cut);
        let (blocks, _) = blocks.as_chunks::<TAG>();
        let missing = 8 * (TAG - cut) as u32;
        let mut mac = 0;
        for (at, block) in blocks.iter().enumerate() {
            mac ^= u128::from_be_bytes(*block);
            if at + 1 == blocks.len() {
                mac ^= end.checked_shr(8 * cut as u32).unwrap_or(0);
            }
            mac = self.encrypt(mac);
        }
        mac ^= load(last) ^ end.checked_shl(missing).unwrap_or(0);
        mac ^= if cut == TAG { self.subkeys[0] } else { 1 << (missing - 1) ^ self.subkeys[1] };
        self.encrypt(mac)
    }

    fn apply_keystream(&self, iv: u128, text: &mut [u8]) {
        let mut counter = iv & COUNTER_MASK;
        for part in text.chunks_mut(TAG * STRIDE) {
            let mut stream = [Array([0; TAG]); STRIDE];
            let stream = &mut stream[..part.len().div_ceil(TAG)];
            for block in stream.iter_mut() {
                block.0 = counter.to_be_bytes();
                counter = counter.wrapping_add(1);
            }
            self.counter.encrypt_blocks(stream);
            for (block, key) in part.chunks_mut(TAG).zip(stream.iter()) {
                block.iter_mut().zip(key.0).for_each(|(byte, key)| *byte ^= key);
            }
        }
    }

    fn encrypt(&self, block: u128) -> u128 {
        let mut block = Array(block.to_be_bytes());
        self.mac.encrypt_block(&mut block);
        u128::from_be_bytes(block.0)
    }
}

impl Drop for Siv {
    fn drop(&mut self) {
        // The two ciphers wipe themselves.
        self.subkeys.zeroize();
        self.state.zeroize();
    }
}

/// At most 16 bytes as the high end of a block.
fn load(bytes: &[u8]) -> u128 {
    let mut block = [0; TAG];
    block[..bytes.len()].copy_from_slice(bytes);
    u128::from_be_bytes(block)
}

/// Multiplication by x in GF(2^128), as CMAC and S2V use it; no branch on the value.
const fn double(block: u128) -> u128 {
    (block << 1) ^ ((block >> 127) * 0x87)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes_siv::siv::Aes256Siv;
    use proptest::prelude::*;
    use serde_json::Value;
    use std::io::Write as _;
    use std::path::Path;

    fn sealed(key: &[u8; 64], associated: &[u8], text: &[u8]) -> Vec<u8> {
        let mut body = vec![0; TAG];
        body.extend_from_slice(text);
        Siv::new(key, associated).seal(&mut body);
        body
    }

    fn opened(key: &[u8; 64], associated: &[u8], body: &[u8]) -> Option<Vec<u8>> {
        let mut body = body.to_vec();
        Siv::new(key, associated).open(&mut body).then(|| body.split_off(TAG))
    }

    fn bytes(hex: &Value) -> Vec<u8> {
        let digits = hex.as_str().expect("a string").as_bytes();
        let pair =
            |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).expect("ASCII"), 16).expect("hexadecimal");
        digits.chunks(2).map(pair).collect()
    }

    /// Every AES-256-SIV case of Wycheproof: the valid ones seal and open, the others do not open.
    #[test]
    fn wycheproof() {
        let path = "../../../shared/data/vectors/wycheproof/aes_siv_cmac_test.json";
        let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "the Wycheproof vectors are missing");
            let skipped = b"skipped: no Wycheproof vectors in ../shared/data\n";
            std::io::stderr().write_all(skipped).expect("stderr");
            return;
        };
        let vectors: Value = serde_json::from_str(&text).expect("JSON");
        let groups = vectors["testGroups"].as_array().expect("groups");
        let mut valid = 0;
        let mut refused = 0;
        for case in
            groups.iter().filter(|group| group["keySize"] == 512).flat_map(|group| group["tests"].as_array()).flatten()
        {
            let key: [u8; 64] = bytes(&case["key"]).try_into().expect("64 bytes");
            let (aad, text, body) = (bytes(&case["aad"]), bytes(&case["msg"]), bytes(&case["ct"]));
            if case["result"] == "valid" {
                assert_eq!(sealed(&key, &aad, &text), body, "{}", case["tcId"]);
                assert_eq!(opened(&key, &aad, &body), Some(text), "{}", case["tcId"]);
                valid += 1;
            } else {
                assert_eq!(opened(&key, &aad, &body), None, "{}", case["tcId"]);
                refused += 1;
            }
        }
        assert!(valid > 0 && refused > 0 && valid + refused == 147, "{valid} valid, {refused} refused");
    }

    /// What does not open is wiped, so that no caller can read on by mistake.
    #[test]
    fn a_refused_plaintext_is_wiped() {
        let key = [3; 64];
        let mut body = sealed(&key, b"ad", b"a secret of some length");
        body[0] ^= 1;
        assert!(!Siv::new(&key, b"ad").open(&mut body));
        assert!(body[TAG..].iter().all(|&byte| byte == 0));
    }

    /// A body shorter than a tag does not open.
    #[test]
    fn shorter_than_a_tag() {
        for len in 0..TAG {
            assert_eq!(opened(&[0; 64], b"", &vec![0; len]), None);
        }
    }

    proptest! {
        /// With the associated data worked in beforehand the result is that of the `aes-siv` crate, for every length.
        #[test]
        fn agrees_with_aes_siv(
            key in prop::collection::vec(any::<u8>(), 64),
            associated in prop::collection::vec(any::<u8>(), 0..70),
            text in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let key: [u8; 64] = key.try_into().expect("64 bytes");
            let theirs = Aes256Siv::new(&key.into()).encrypt([&associated], &text).expect("sealed");
            prop_assert_eq!(&sealed(&key, &associated, &text), &theirs);
            prop_assert_eq!(opened(&key, &associated, &theirs), Some(text));
        }

        /// One changed bit anywhere, or other associated data, and nothing opens.
        #[test]
        fn tampering_is_refused(
            text in prop::collection::vec(any::<u8>(), 0..64),
            place in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let key = [5; 64];
            let mut body = sealed(&key, b"one", &text);
            prop_assert_eq!(opened(&key, b"two", &body), None);
            let place = place.index(body.len());
            body[place] ^= 1 << bit;
            prop_assert_eq!(opened(&key, b"one", &body), None);
        }
    }
}
