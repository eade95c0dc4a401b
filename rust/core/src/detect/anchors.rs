//! Second step of detection, first half: the bits of a block become anchors, the places where a close look is worth it.
//!
//! A block overlaps its predecessor by [`OVERLAP`] bytes, and no pattern looks further back than that. So a pattern is plain shifts of
//! one word, without carries from the block before (which cost three times as much, and six on processors with a slow double
//! shift): `x << n` says for each byte whether the byte `n` places before it is of class `x`. An anchor stands where its pattern is
//! complete; a pattern that needs the byte after it stands one byte later.

use super::scan::{BLOCK, Classes};

/// How many bytes of a block were already in the block before.
pub const OVERLAP: usize = 16;

/// How many bytes of a block are new.
pub const FRESH: usize = BLOCK - OVERLAP;

/// The places of one block among its new bytes, one bit each.
pub struct Anchors {
    /// `:` and `=` after what may be a key.
    pub separators: u64,
    /// `@`
    pub at_signs: u64,
    /// `%` and `\`
    pub escapes: u64,
    /// The 16th byte of a run of letters, digits, `_` and `-`.
    pub long_words: u64,
    /// The second colon of `::`, the fourth of four that are at most five bytes apart.
    pub colon_groups: u64,
    /// The fifth separator of six pairs.
    pub pairs: u64,
    /// The second of two dots that are five bytes apart.
    pub dotted: u64,
    /// One past the third dot of a dotted quad.
    pub quads: u64,
    /// Two past the last byte of a token of at least seven.
    pub tokens: u64,
    /// Two past the last byte of digits and single gaps, at least seven bytes.
    pub numbers: u64,
    /// The digit after a plus.
    pub plus: u64,
    /// `)` after a digit or a capital.
    pub close: u64,
    /// The second of the two digits after two capitals.
    pub ibans: u64,
    /// The second of two slashes that are five or six bytes apart.
    pub folders: u64,
    /// The second of two `<`.
    pub fillers: u64,
    /// The second of two dashes after a space or a quotation mark.
    pub options: u64,
    /// A quotation mark after a word and a space.
    pub quoted: u64,
    /// `>` after a letter, a digit or `_`.
    pub elements: u64,
    /// The `w` of `sw`, in either case.
    pub passwords: u64,
}

/// A token that ends, as bits: bit 0 is its first byte.
#[derive(Clone, Copy)]
pub struct Token {
    /// How many bytes, at most 63.
    pub length: u32,
    /// Which of them are digits.
    pub digit: u64,
    /// Which of them are upper-case letters.
    pub upper: u64,
    /// Which of them are spaces.
    pub space: u64,
}

/// What has to be remembered of blocks, so that a token can be read back from its end: words of this block and of the one before.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    digit: [u64; 2],
    upper: [u64; 2],
    space: [u64; 2],
    tokens: [u64; 2],
    numbers: [u64; 2],
}

/// Whether a bit stands two to four places before.
#[inline(always)]
const fn near(bits: u64) -> u64 {
    bits << 2 | bits << 3 | bits << 4
}

/// The byte after a run of at least seven.
#[inline(always)]
const fn ends(run: u64) -> u64 {
    let two = run & run << 1;
    let four = two & two << 2;
    four << 1 & four << 4 & !run
}

/// The 16th byte of a run.
#[inline(always)]
const fn sixteenth(run: u64) -> u64 {
    let two = run & run << 1;
    let four = two & two << 2;
    let eight = four & four << 4;
    eight & eight << 8 & !(run << 16)
}

/// The fifth of five separators that are three bytes apart.
#[inline(always)]
const fn pairs(separator: u64) -> u64 {
    let two = separator & separator << 3;
    two & two << 6 & separator << 12
}

impl Memory {
    /// The anchors of a block; remembers it.
    #[inline(always)]
    pub fn step(&mut self, now: Classes) -> Anchors {
        let code = now.digit | now.upper;
        let tokens = code << 1 | now.joint << 1 & code << 2 & code;
        let numbers = now.digit << 1 | (now.dash | now.space) << 1 & now.digit << 2 & now.digit;
        self.remember(now, tokens, numbers);
        let dot = now.dot << 1 & now.digit << 2 & now.digit;
        let near_colon = |bits: u64| now.colon & (near(bits) | bits << 5);
        let colons = near_colon(near_colon(near_colon(now.colon)));
        let separators = now.colon & now.key_end << 1 | now.equals & (now.key_end | now.digit) << 1;
        let all = Anchors {
            separators,
            at_signs: now.at,
            escapes: now.escape,
            long_words: sixteenth(now.word | now.dash),
            colon_groups: now.colon & now.colon << 1 | colons,
            pairs: pairs(now.colon | now.dash),
            dotted: now.dot & now.dot << 5,
            quads: dot & near(dot & near(dot)),
            tokens: ends(tokens),
            numbers: ends(numbers),
            plus: now.digit & now.plus << 1,
            close: now.close & code << 1,
            ibans: now.digit & now.digit << 1 & now.upper << 2 & now.upper << 3 & !(code << 4),
            folders: now.slash & (now.slash << 5 | now.slash << 6),
            fillers: now.less & now.less << 1,
            options: now.dash & now.dash << 1 & (now.space | now.quote) << 2,
            quoted: now.quote & now.space << 1 & now.word << 2,
            elements: now.greater & now.word << 1,
            passwords: now.w & now.s << 1,
        };
        all.fresh()
    }

    #[inline(always)]
    const fn remember(&mut self, now: Classes, tokens: u64, numbers: u64) {
        self.digit = [now.digit, self.digit[0]];
        self.upper = [now.upper, self.upper[0]];
        self.space = [now.space, self.space[0]];
        self.tokens = [tokens, self.tokens[0]];
        self.numbers = [numbers, self.numbers[0]];
    }

    /// The token whose `tokens` anchor is bit `index` of the block just stepped to.
    #[inline]
    #[must_use]
    pub fn token(&self, index: u32) -> Token {
        self.cut(index, self.tokens)
    }

    /// As [`Memory::token`], for `numbers`.
    #[inline]
    #[must_use]
    pub fn number(&self, index: u32) -> Token {
        self.cut(index, self.numbers)
    }

    fn cut(&self, index: u32, run: [u64; 2]) -> Token {
        let length = up_to(run, index).leading_ones().min(63);
        // Runs stand one byte late, so that a joint could be known by the byte after it.
        let class = |words| (both(words) << 1 >> index) as u64 >> (64 - length);
        Token { length, digit: class(self.digit), upper: class(self.upper), space: class(self.space) }
    }
}

/// The 64 bits of this block and the one before that end before new byte `index`, the last one on top.
const fn up_to(words: [u64; 2], index: u32) -> u64 {
    (both(words) >> index) as u64
}

/// This block and the one before, whose last [`OVERLAP`] bytes they share: bit 64 is the first new byte.
const fn both(words: [u64; 2]) -> u128 {
    (words[0] as u128) << FRESH | words[1] as u128
}

impl Anchors {
    /// Bit 0 becomes the first new byte.
    #[inline(always)]
    const fn fresh(self) -> Self {
        const N: usize = OVERLAP;
        Self {
            separators: self.separators >> N,
            at_signs: self.at_signs >> N,
            escapes: self.escapes >> N,
            long_words: self.long_words >> N,
            colon_groups: self.colon_groups >> N,
            pairs: self.pairs >> N,
            dotted: self.dotted >> N,
            quads: self.quads >> N,
            tokens: self.tokens >> N,
            numbers: self.numbers >> N,
            plus: self.plus >> N,
            close: self.close >> N,
            ibans: self.ibans >> N,
            folders: self.folders >> N,
            fillers: self.fillers >> N,
            options: self.options >> N,
            quoted: self.quoted >> N,
            elements: self.elements >> N,
            passwords: self.passwords >> N,
        }
    }
}
