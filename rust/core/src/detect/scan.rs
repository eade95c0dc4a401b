//! First step of detection: 64 bytes become one word of bits per byte class.
//!
//! Everything after this works on bits, so a line without a candidate costs a few instructions per 64 bytes. This is the only
//! file with `unsafe` (AVX2 intrinsics behind a run-time check); `classify_portable` is the same function in plain Rust and a
//! property test holds the two together.

/// Bytes in one block.
pub const BLOCK: usize = 64;

/// One bit per byte of a block for each class that an anchor needs; bit 0 is the first byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    /// `0-9`
    pub digit: u64,
    /// `A-Z`
    pub upper: u64,
    /// `A-Z a-z 0-9 _ -`
    pub word: u64,
    /// `A-Z a-z " ' ] \` and space: what may stand directly before a separator of key and value.
    pub key_end: u64,
    /// `:`
    pub colon: u64,
    /// `=`
    pub equals: u64,
    /// `@`
    pub at: u64,
    /// `.`
    pub dot: u64,
    /// `-`
    pub dash: u64,
    /// space
    pub space: u64,
    /// `+`
    pub plus: u64,
    /// `%` and `\`
    pub escape: u64,
    /// `)`
    pub close: u64,
}

/// Classifies `text` block by block into `out`, followed by two empty blocks so that callers may look ahead.
pub fn classify(text: &[u8], out: &mut Vec<Classes>) {
    out.clear();
    out.reserve(text.len() / BLOCK + 3);
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    classify_blocks(blocks, out);
    let mut last = [b'\n'; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    classify_blocks(&[last, [b'\n'; BLOCK], [b'\n'; BLOCK]], out);
}

fn classify_blocks(blocks: &[[u8; BLOCK]], out: &mut Vec<Classes>) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        #[allow(unsafe_code)]
        // SAFETY: the CPU has just said that it knows AVX2.
        unsafe {
            avx2::classify(blocks, out);
        }
        return;
    }
    out.extend(blocks.iter().map(classify_portable));
}

/// The classes of one block, in plain Rust.
#[must_use]
pub fn classify_portable(block: &[u8; BLOCK]) -> Classes {
    let mut classes = Classes::default();
    for (index, &byte) in block.iter().enumerate() {
        let bit = 1_u64 << index;
        let set = |class: &mut u64, member: bool| *class |= if member { bit } else { 0 };
        set(&mut classes.digit, byte.is_ascii_digit());
        set(&mut classes.upper, byte.is_ascii_uppercase());
        set(&mut classes.word, byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        set(&mut classes.key_end, byte.is_ascii_alphabetic() || matches!(byte, b'"' | b'\'' | b']' | b'\\' | b' '));
        set(&mut classes.colon, byte == b':');
        set(&mut classes.equals, byte == b'=');
        set(&mut classes.at, byte == b'@');
        set(&mut classes.dot, byte == b'.');
        set(&mut classes.dash, byte == b'-');
        set(&mut classes.space, byte == b' ');
        set(&mut classes.plus, byte == b'+');
        set(&mut classes.escape, matches!(byte, b'%' | b'\\'));
        set(&mut classes.close, byte == b')');
    }
    classes
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod avx2 {
    use super::{BLOCK, Classes};
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set1_epi8, _mm256_sub_epi8,
    };

    #[target_feature(enable = "avx2")]
    pub(super) fn classify(blocks: &[[u8; BLOCK]], out: &mut Vec<Classes>) {
        for block in blocks {
            // SAFETY: a block holds 64 bytes, so both unaligned 32-byte loads are inside it.
            let halves = unsafe {
                [_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast())]
            };
            out.push(of_block(halves));
        }
    }

    #[target_feature(enable = "avx2")]
    fn of_block(halves: [__m256i; 2]) -> Classes {
        let case = _mm256_set1_epi8(0x20);
        let letters = halves.map(|half| range(_mm256_or_si256(half, case), b'a', 26));
        let digits = halves.map(|half| range(half, b'0', 10));
        let (dashes, spaces, slashes) = (equal(halves, b'-'), equal(halves, b' '), equal(halves, b'\\'));
        let word = or(or(letters, digits), or(equal(halves, b'_'), dashes));
        let quotes = or(equal(halves, b'"'), or(equal(halves, b'\''), equal(halves, b']')));
        Classes {
            digit: mask(digits),
            upper: mask(halves.map(|half| range(half, b'A', 26))),
            word: mask(word),
            key_end: mask(or(or(letters, quotes), or(slashes, spaces))),
            colon: mask(equal(halves, b':')),
            equals: mask(equal(halves, b'=')),
            at: mask(equal(halves, b'@')),
            dot: mask(equal(halves, b'.')),
            dash: mask(dashes),
            space: mask(spaces),
            plus: mask(equal(halves, b'+')),
            escape: mask(or(equal(halves, b'%'), slashes)),
            close: mask(equal(halves, b')')),
        }
    }

    /// Bytes in `first .. first + length`, by an unsigned compare: `x - first <= length - 1`.
    #[target_feature(enable = "avx2")]
    fn range(half: __m256i, first: u8, length: u8) -> __m256i {
        let distance = _mm256_sub_epi8(half, _mm256_set1_epi8(first.cast_signed()));
        let most = _mm256_set1_epi8((length - 1).cast_signed());
        _mm256_cmpeq_epi8(_mm256_min_epu8(distance, most), distance)
    }

    #[target_feature(enable = "avx2")]
    fn equal(halves: [__m256i; 2], byte: u8) -> [__m256i; 2] {
        let wanted = _mm256_set1_epi8(byte.cast_signed());
        halves.map(|half| _mm256_cmpeq_epi8(half, wanted))
    }

    #[target_feature(enable = "avx2")]
    fn or(left: [__m256i; 2], right: [__m256i; 2]) -> [__m256i; 2] {
        [_mm256_or_si256(left[0], right[0]), _mm256_or_si256(left[1], right[1])]
    }

    #[target_feature(enable = "avx2")]
    fn mask(halves: [__m256i; 2]) -> u64 {
        let low = u64::from(_mm256_movemask_epi8(halves[0]).cast_unsigned());
        let high = u64::from(_mm256_movemask_epi8(halves[1]).cast_unsigned());
        low | high << 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the processor knows, the bits are those of the plain function.
        #[test]
        fn simd_and_portable_agree(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut found = Vec::new();
            classify(&text, &mut found);
            let mut padded = text.clone();
            padded.resize((text.len() / BLOCK + 3) * BLOCK, b'\n');
            let expected: Vec<Classes> = padded.as_chunks::<BLOCK>().0.iter().map(classify_portable).collect();
            prop_assert_eq!(found, expected);
        }
    }

    /// Every byte value is classified alike at every position.
    #[test]
    fn every_byte_value_agrees() {
        for byte in 0..=u8::MAX {
            let mut found = Vec::new();
            classify(&[byte; BLOCK], &mut found);
            assert_eq!(found[0], classify_portable(&[byte; BLOCK]), "byte {byte}");
        }
    }
}
