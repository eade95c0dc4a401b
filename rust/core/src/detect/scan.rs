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
    /// `A-Z a-z 0-9 _`
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
    /// `%`
    pub percent: u64,
    /// `\`
    pub backslash: u64,
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
        set(&mut classes.word, byte.is_ascii_alphanumeric() || byte == b'_');
        set(&mut classes.key_end, byte.is_ascii_alphabetic() || matches!(byte, b'"' | b'\'' | b']' | b'\\' | b' '));
        set(&mut classes.colon, byte == b':');
        set(&mut classes.equals, byte == b'=');
        set(&mut classes.at, byte == b'@');
        set(&mut classes.dot, byte == b'.');
        set(&mut classes.dash, byte == b'-');
        set(&mut classes.space, byte == b' ');
        set(&mut classes.plus, byte == b'+');
        set(&mut classes.percent, byte == b'%');
        set(&mut classes.backslash, byte == b'\\');
        set(&mut classes.close, byte == b')');
    }
    classes
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod avx2 {
    use super::{BLOCK, Classes};
    use std::arch::x86_64::{
        __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
        _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
    };

    // Sets of bytes are looked up by their two halves (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019): bit n
    // of a group is set where both tables have it. Compares joined by `or` would become scalar code (LLVM 21): join them later.
    const UPPER: i8 = 0b0000_0011;
    const LETTER: i8 = 0b0000_1111;
    const DIGIT_BIT: i32 = 4;
    const WORD: i8 = 0b0011_1111;
    const MARK: i8 = 0b1100_0000_u8.cast_signed();

    #[target_feature(enable = "avx2")]
    pub(super) fn classify(blocks: &[[u8; BLOCK]], out: &mut Vec<Classes>) {
        for block in blocks {
            // SAFETY: a block holds 64 bytes, so both unaligned 32-byte loads are inside it.
            let (low, high) = unsafe {
                (_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast()))
            };
            out.push(join(of_half(low), of_half(high)));
        }
    }

    /// The classes of 32 bytes, in the low halves of the words.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn of_half(half: __m256i) -> Classes {
        let groups = groups(half);
        Classes {
            digit: mask(_mm256_slli_epi16::<{ 7 - DIGIT_BIT }>(groups)),
            upper: any(groups, UPPER),
            word: any(groups, WORD),
            key_end: any(groups, LETTER | MARK),
            colon: equal(half, b':'),
            equals: equal(half, b'='),
            at: equal(half, b'@'),
            dot: equal(half, b'.'),
            dash: equal(half, b'-'),
            space: equal(half, b' '),
            plus: equal(half, b'+'),
            percent: equal(half, b'%'),
            backslash: equal(half, b'\\'),
            close: equal(half, b')'),
        }
    }

    /// Bits 0 and 1: upper-case letters by row of the ASCII table, 2 and 3: lower-case ones, 4: digits, 5: `_`, 6: `\` and `]`,
    /// 7: space and quotation marks. Bytes from 0x80 on have none.
    #[target_feature(enable = "avx2")]
    #[inline]
    #[rustfmt::skip]
    fn groups(half: __m256i) -> __m256i {
        const SP: i8 = i8::MIN;
        let columns = _mm256_setr_epi8(
            26 | SP, 31, 31 | SP, 31, 31, 31, 31, 31 | SP, 31, 31, 15, 5, 69, 69, 5, 37,
            26 | SP, 31, 31 | SP, 31, 31, 31, 31, 31 | SP, 31, 31, 15, 5, 69, 69, 5, 37,
        );
        let rows = _mm256_setr_epi8(
            0, 0, SP, 16, 1, 2 | 32 | 64, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, SP, 16, 1, 2 | 32 | 64, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0,
        );
        let row = _mm256_and_si256(_mm256_srli_epi16::<4>(half), _mm256_set1_epi8(15));
        _mm256_and_si256(_mm256_shuffle_epi8(columns, half), _mm256_shuffle_epi8(rows, row))
    }

    /// One bit per byte that is in one of these groups.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn any(groups: __m256i, wanted: i8) -> u64 {
        let chosen = _mm256_and_si256(groups, _mm256_set1_epi8(wanted));
        mask(_mm256_cmpeq_epi8(chosen, _mm256_setzero_si256())) ^ 0xffff_ffff
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn equal(half: __m256i, byte: u8) -> u64 {
        mask(_mm256_cmpeq_epi8(half, _mm256_set1_epi8(byte.cast_signed())))
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn mask(half: __m256i) -> u64 {
        u64::from(_mm256_movemask_epi8(half).cast_unsigned())
    }

    #[inline]
    const fn join(low: Classes, high: Classes) -> Classes {
        Classes {
            digit: low.digit | high.digit << 32,
            upper: low.upper | high.upper << 32,
            word: low.word | high.word << 32,
            key_end: low.key_end | high.key_end << 32,
            colon: low.colon | high.colon << 32,
            equals: low.equals | high.equals << 32,
            at: low.at | high.at << 32,
            dot: low.dot | high.dot << 32,
            dash: low.dash | high.dash << 32,
            space: low.space | high.space << 32,
            plus: low.plus | high.plus << 32,
            percent: low.percent | high.percent << 32,
            backslash: low.backslash | high.backslash << 32,
            close: low.close | high.close << 32,
        }
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
