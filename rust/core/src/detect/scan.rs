//! First step of detection: 64 bytes become one word of bits per byte class.
//!
//! Everything after this works on bits, so a line without a candidate costs a few instructions per 64 bytes. This is the only
//! file with `unsafe`: intrinsics behind a run-time check. [`portable`] is the same function in plain Rust, and tests hold them
//! together. [`with_best`] runs a whole pass where the processor's instructions are known, so that all of it is compiled for them.

use super::lanes::Lanes;

/// Bytes in one block.
pub const BLOCK: usize = 64;

macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident),+ $(,)?) => {
        /// One bit per byte of a block for each class that an anchor needs; bit 0 is the first byte.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Classes<Word = u64> {
            $($(#[$doc])* pub $class: Word),+
        }

        impl Classes<Lanes> {
            /// Sets the words of one block.
            #[inline(always)]
            pub fn set(&mut self, lane: usize, classes: Classes) {
                $(self.$class.0[lane] = classes.$class;)+
            }
        }
    };
}

classes! {
    /// `0-9`
    digit,
    /// `A-Z`
    upper,
    /// `A-Z a-z 0-9 _`
    word,
    /// ``A-Z a-z " ' ` ] ) ; . ? \``, space and tab: what may stand directly before a separator of key and value.
    key_end,
    /// `%` and `\`
    escape,
    /// `/` and `\`
    slash,
    /// `-`, `.` and `/`
    joint,
    /// `"` and `'`
    quote,
    /// `:`
    colon,
    /// `=`
    equals,
    /// `@`
    at,
    /// `.`
    dot,
    /// `-`
    dash,
    /// space
    space,
    /// `+`
    plus,
    /// `[`
    bracket,
    /// `(`
    open,
    /// `)`
    close,
    /// `<`
    less,
    /// `>`
    greater,
    /// `S` and `s`
    s,
    /// `W` and `w`
    w,
    /// Bytes from 0x80 on.
    foreign,
}

/// The classes that are sets of bytes, one bit each, of a byte below 0x80.
const fn sets_of(byte: u8) -> u8 {
    let (letter, digit) = (byte.is_ascii_alphabetic(), byte.is_ascii_digit());
    (digit as u8)
        | (byte.is_ascii_uppercase() as u8) << 1
        | ((letter || digit || byte == b'_') as u8) << 2
        | ((letter || matches!(byte, b'"' | b'\'' | b'`' | b']' | b')' | b';' | b'.' | b'?' | b'\\' | b' ' | b'\t'))
            as u8)
            << 3
        | (matches!(byte, b'%' | b'\\') as u8) << 4
        | (matches!(byte, b'/' | b'\\') as u8) << 5
        | (matches!(byte, b'-' | b'.' | b'/') as u8) << 6
        | (matches!(byte, b'"' | b'\'') as u8) << 7
}

/// The sets of each byte below 0x80.
static SETS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = sets_of(byte as u8);
        byte += 1;
    }
    table
};

/// A way to classify a block.
pub trait Classify: Copy {
    /// The classes of its 64 bytes.
    fn classify(self, block: &[u8; BLOCK]) -> Classes;
}

/// A pass over a text, whatever the way to classify.
pub trait Work {
    /// Does it. To be compiled for the processor at hand an implementation has to be `#[inline(always)]`.
    fn run(self, classify: impl Classify);
}

/// Runs `work` with the best instructions that this processor has.
pub fn with_best(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected;
        let is_newer = is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2");
        let is_newer = is_newer && is_x86_feature_detected!("lzcnt") && is_x86_feature_detected!("popcnt");
        if is_newer && is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vbmi") {
            #[allow(unsafe_code)]
            // SAFETY: the processor has just said that it knows these instructions.
            return unsafe { avx512::run(work) };
        }
        if is_newer && is_x86_feature_detected!("avx2") {
            #[allow(unsafe_code)]
            // SAFETY: as above.
            return unsafe { avx2::run(work) };
        }
    }
    work.run(Portable);
}

/// Plain Rust, on every processor.
#[derive(Clone, Copy)]
pub struct Portable;

impl Classify for Portable {
    fn classify(self, block: &[u8; BLOCK]) -> Classes {
        portable(block)
    }
}

/// The classes of one block, in plain Rust.
#[must_use]
pub fn portable(block: &[u8; BLOCK]) -> Classes {
    let bits = |holds: &dyn Fn(u8) -> bool| {
        block.iter().enumerate().fold(0, |bits, (index, &byte)| bits | u64::from(holds(byte)) << index)
    };
    let set = |number: u8| bits(&|byte| SETS.get(usize::from(byte)).is_some_and(|sets| sets >> number & 1 == 1));
    let looked_up = Classes {
        digit: set(0),
        upper: set(1),
        word: set(2),
        key_end: set(3),
        escape: set(4),
        slash: set(5),
        joint: set(6),
        quote: set(7),
        ..Classes::default()
    };
    let letters = Classes {
        s: bits(&|byte| byte | 32 == b's'),
        w: bits(&|byte| byte | 32 == b'w'),
        foreign: bits(&|byte| byte >= 0x80),
        ..looked_up
    };
    with_single_bytes(letters, |wanted| bits(&|byte| byte == wanted))
}

/// Adds the classes that hold one byte each.
#[inline(always)]
fn with_single_bytes(sets: Classes, one: impl Fn(u8) -> u64) -> Classes {
    Classes {
        colon: one(b':'),
        equals: one(b'='),
        at: one(b'@'),
        dot: one(b'.'),
        dash: one(b'-'),
        space: one(b' '),
        plus: one(b'+'),
        bracket: one(b'['),
        open: one(b'('),
        close: one(b')'),
        less: one(b'<'),
        greater: one(b'>'),
        ..sets
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod avx512 {
    use super::{BLOCK, Classes, Classify, SETS, Work, with_single_bytes};
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epi8_mask, _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512,
        _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_test_epi8_mask,
    };

    #[derive(Clone, Copy)]
    struct Avx512;

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn run(work: impl Work) {
        work.run(Avx512);
    }

    impl Classify for Avx512 {
        #[inline(always)]
        fn classify(self, block: &[u8; BLOCK]) -> Classes {
            // SAFETY: a value of this type exists only inside `run`.
            unsafe { classify(block) }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline]
    fn classify(block: &[u8; BLOCK]) -> Classes {
        // SAFETY: a block holds 64 bytes and the table 128, so these unaligned loads are inside them.
        let (bytes, low, high) = unsafe {
            (
                _mm512_loadu_si512(block.as_ptr().cast()),
                _mm512_loadu_si512(SETS.as_ptr().cast()),
                _mm512_loadu_si512(SETS.as_ptr().add(64).cast()),
            )
        };
        let (sets, ascii) = (_mm512_permutex2var_epi8(low, bytes, high), !_mm512_movepi8_mask(bytes));
        let lower = _mm512_or_si512(bytes, _mm512_set1_epi8(32));
        let set = |bit: u8| member(sets, bit) & ascii;
        let looked_up = Classes {
            digit: set(1),
            upper: set(2),
            word: set(4),
            key_end: set(8),
            escape: set(16),
            slash: set(32),
            joint: set(64),
            quote: set(128),
            s: equal(lower, b's'),
            w: equal(lower, b'w'),
            foreign: !ascii,
            ..Classes::default()
        };
        with_single_bytes(looked_up, |byte| equal(bytes, byte))
    }

    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn member(sets: __m512i, bit: u8) -> u64 {
        _mm512_test_epi8_mask(sets, _mm512_set1_epi8(bit.cast_signed()))
    }

    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    fn equal(bytes: __m512i, byte: u8) -> u64 {
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()))
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod avx2 {
    use super::{BLOCK, Classes, Classify, Work, with_single_bytes};
    use std::arch::x86_64::{
        __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
        _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
    };

    #[derive(Clone, Copy)]
    struct Avx2;

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn run(work: impl Work) {
        work.run(Avx2);
    }

    impl Classify for Avx2 {
        #[inline(always)]
        fn classify(self, block: &[u8; BLOCK]) -> Classes {
            // SAFETY: a value of this type exists only inside `run`.
            unsafe { classify(block) }
        }
    }

    // Sets of bytes are looked up by their two halves (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019): bit n
    // of a group is set where both tables have it. Compares joined by `or` would become scalar code (LLVM 21): join them later.
    const UPPER: i8 = 0b0000_0011;
    const LETTER: i8 = 0b0000_1111;
    const DIGIT: i8 = 0b0001_0000;
    const WORD: i8 = 0b0011_1111;
    const MARK: i8 = 0b1100_0000_u8.cast_signed();

    #[target_feature(enable = "avx2")]
    #[inline]
    fn classify(block: &[u8; BLOCK]) -> Classes {
        // SAFETY: a block holds 64 bytes, so both unaligned 32-byte loads are inside it.
        let (low, high) =
            unsafe { (_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast())) };
        let groups = (groups(low), groups(high));
        let set = |wanted: i8| any(groups.0, wanted) | any(groups.1, wanted) << 32;
        let one = |byte: u8| equal(low, byte) | equal(high, byte) << 32;
        let (backslash, slash, dash) = (one(b'\\'), one(b'/'), one(b'-'));
        let looked_up = Classes {
            digit: set(DIGIT),
            upper: set(UPPER),
            word: set(WORD),
            key_end: set(LETTER | MARK) | one(b'\t') | one(b'`') | one(b')') | one(b';') | one(b'.') | one(b'?'),
            escape: one(b'%') | backslash,
            slash: slash | backslash,
            joint: dash | one(b'.') | slash,
            quote: one(b'"') | one(b'\''),
            s: one(b's') | one(b'S'),
            w: one(b'w') | one(b'W'),
            foreign: mask(low) | mask(high) << 32,
            ..Classes::default()
        };
        with_single_bytes(looked_up, one)
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Compares what the best instructions say with plain Rust.
    struct Compare<'a>(&'a [u8; BLOCK]);

    impl Work for Compare<'_> {
        fn run(self, classify: impl Classify) {
            assert_eq!(classify.classify(self.0), portable(self.0));
        }
    }

    fn compare(block: &[u8; BLOCK]) {
        with_best(Compare(block));
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
            #[allow(unsafe_code)]
            // SAFETY: the processor has just said that it knows these instructions.
            unsafe {
                avx2::run(Compare(block));
            }
        }
    }

    proptest! {
        /// Whatever the processor knows, the bits are those of the plain function.
        #[test]
        fn simd_and_portable_agree(block in proptest::array::uniform32(any::<[u8; 2]>())) {
            compare(block.concat()[..].try_into().expect("64 bytes"));
        }
    }

    /// Every byte value is classified alike, and the two tables of sets are one.
    #[test]
    fn every_byte_value_agrees() {
        for byte in 0..=u8::MAX {
            compare(&[byte; BLOCK]);
        }
    }
}
