//! CRC-32 (IEEE 802.3): the check of a sealed value. It catches damage, not attackers; the SIV tag catches those.

const POLYNOMIAL: u32 = 0xedb8_8320;

/// `TABLES[k][b]` is the remainder of byte `b` followed by `k` zero bytes.
const TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder = if remainder & 1 == 1 { remainder >> 1 ^ POLYNOMIAL } else { remainder >> 1 };
            bit += 1;
        }
        tables[0][byte] = remainder;
        byte += 1;
    }
    let mut slice = 1;
    while slice < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[slice - 1][byte];
            tables[slice][byte] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        slice += 1;
    }
    tables
};

/// A running CRC-32, so that the part of a text that never changes is paid for once.
#[derive(Clone, Copy)]
pub(crate) struct Crc(u32);

impl Crc {
    pub(crate) const fn new() -> Self {
        Self(!0)
    }

    /// The state after `bytes` too, eight bytes at a step.
    pub(crate) fn update(mut self, bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            let low = self.0 ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
            let [a, b, c, d] = low.to_le_bytes();
            self.0 = TABLES[7][a as usize]
                ^ TABLES[6][b as usize]
                ^ TABLES[5][c as usize]
                ^ TABLES[4][d as usize]
                ^ TABLES[3][word[4] as usize]
                ^ TABLES[2][word[5] as usize]
                ^ TABLES[1][word[6] as usize]
                ^ TABLES[0][word[7] as usize];
        }
        for &byte in rest {
            self.0 = self.0 >> 8 ^ TABLES[0][((self.0 ^ u32::from(byte)) & 0xff) as usize];
        }
        self
    }

    /// The CRC-32 of everything so far.
    pub(crate) const fn value(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The check value of the CRC catalogue, and the CRC of nothing.
    #[test]
    fn published_check_value() {
        assert_eq!(Crc::new().update(b"123456789").value(), 0xcbf4_3926);
        assert_eq!(Crc::new().value(), 0);
    }

    proptest! {
        /// Eight bytes at a step give what one bit at a step gives, wherever the text is cut.
        #[test]
        fn agrees_with_the_definition(bytes in prop::collection::vec(any::<u8>(), 0..64), cut in 0_usize..64) {
            let mut slow = !0_u32;
            for &byte in &bytes {
                slow ^= u32::from(byte);
                for _ in 0..8 {
                    slow = if slow & 1 == 1 { slow >> 1 ^ POLYNOMIAL } else { slow >> 1 };
                }
            }
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            prop_assert_eq!(Crc::new().update(head).update(tail).value(), !slow);
        }
    }
}
