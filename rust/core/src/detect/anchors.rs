//! Second step of detection, first half: the bits of a block become anchors, the places where a close look is worth it.
//!
//! A block overlaps its predecessor by [`OVERLAP`] bytes, and no pattern looks further back than that. So a pattern is plain shifts of
//! one word, without carries from the block before (which cost three times as much, and six on processors with a slow double
//! shift): `x << n` says for each byte whether the byte `n` places before it is of class `x`. An anchor stands where its pattern is
//! complete; a pattern that needs the byte after it stands one byte later.

use super::lanes::{LANES, Lanes};
use super::scan::{BLOCK, Classes};

/// How many bytes of a block were already in the block before.
pub const OVERLAP: usize = 16;

/// How many bytes of a block are new.
pub const FRESH: usize = BLOCK - OVERLAP;

/// The places among the new bytes of blocks, one bit each.
pub struct Anchors {
    /// `:` and `=` after what may be a key, `@`, `%` and `\`; the second of two dashes after a space or a quotation mark, and a dash
    /// after a space; a quotation mark after a word and a space, or after an opening
    /// bracket; `>` after a word, a quotation mark or a dash; the `w` of `sw`
    /// and the space after `s` and two letters, as in `password` and `user`; `(` after
    /// `s` and a space, as in `VALUES (`; the second slash after a digit and a colon, as in `s3://`.
    pub marks: Lanes,
    /// The 16th byte of a run of letters, digits, `_` and `-`.
    pub long_words: Lanes,
    /// The second colon of `::`, the fourth of four that are at most five bytes apart.
    pub colon_groups: Lanes,
    /// One past the third dot of a dotted quad.
    pub quads: Lanes,
    /// Two past the last byte of a token of at least seven.
    pub tokens: Lanes,
    /// Two past the last byte of digits and single gaps, at least seven bytes.
    pub numbers: Lanes,
    /// The second letter of a capitalised word after a word that ends in a small letter.
    pub people: Lanes,
    /// All that follow.
    pub rare: Lanes,
    /// The fifth separator of six pairs.
    pub pairs: Lanes,
    /// The second of two dots that are five bytes apart.
    pub dotted: Lanes,
    /// The digit after a plus.
    pub plus: Lanes,
    /// `)` after a digit or a capital.
    pub close: Lanes,
    /// The second of the two digits after two capitals.
    pub ibans: Lanes,
    /// The second of two slashes that are five or six bytes apart.
    pub folders: Lanes,
    /// The second of two `<`.
    pub fillers: Lanes,
    /// The fifth of five dashes.
    pub rules: Lanes,
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

impl Token {
    /// A range of the token's bytes as a token.
    #[must_use]
    pub fn part(self, from: u32, to: u32) -> Self {
        let bits = |word: u64| word >> from & ((1 << (to - from)) - 1);
        Self { length: to - from, digit: bits(self.digit), upper: bits(self.upper), space: bits(self.space) }
    }
}

/// What has to be remembered of blocks, so that a token can be read back from its end: the words of each block, and of the one before
/// the first.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    digit: [u64; LANES + 1],
    upper: [u64; LANES + 1],
    space: [u64; LANES + 1],
    tokens: [u64; LANES + 1],
    numbers: [u64; LANES + 1],
}

/// Whether a bit stands two to four places before.
#[inline(always)]
fn near(bits: Lanes) -> Lanes {
    bits << 2 | bits << 3 | bits << 4
}

/// The byte after a run of at least seven.
#[inline(always)]
fn ends(run: Lanes) -> Lanes {
    let two = run & run << 1;
    let four = two & two << 2;
    four << 1 & four << 4 & !run
}

/// The 16th byte of a run.
#[inline(always)]
fn sixteenth(run: Lanes) -> Lanes {
    let two = run & run << 1;
    let four = two & two << 2;
    let eight = four & four << 4;
    eight & eight << 8 & !(run << 16)
}

/// The fifth of five separators that are three bytes apart.
#[inline(always)]
fn pairs(separator: Lanes) -> Lanes {
    let two = separator & separator << 3;
    two & two << 6 & separator << 12
}

impl Memory {
    /// The anchors of eight blocks; remembers them.
    #[inline(always)]
    pub fn step(&mut self, now: &Classes<Lanes>) -> Anchors {
        let code = now.digit | now.upper;
        let tokens = code << 1 | now.joint << 1 & code << 2 & code;
        let numbers = now.digit << 1 | (now.dash | now.space) << 1 & now.digit << 2 & now.digit;
        self.remember(now, tokens, numbers);
        let dot = now.dot << 1 & now.digit << 2 & now.digit;
        let near_colon = |bits: Lanes| now.colon & (near(bits) | bits << 5);
        let colons = near_colon(near_colon(near_colon(now.colon)));
        let small = now.word & !code | now.foreign;
        let separators = now.colon & now.key_end << 1 | now.equals & (now.key_end | now.digit) << 1;
        let options = now.dash & (now.dash << 1 & (now.space | now.quote) << 2 | now.space << 1);
        let quoted = now.quote & (now.space << 1 & now.word << 2 | (now.bracket | now.open) << 1);
        // `s3://`: after a letter the colon is a separator anyway.
        let schemes = now.slash & now.slash << 1 & now.colon << 2 & now.digit << 3;
        // `%20DE89`, `\u0020DE89`
        let escaped = now.escape << 6 | now.escape << 9;
        let elements = now.greater & (now.word | now.quote | now.dash) << 1;
        let values = now.open & now.space << 1 & now.s << 2;
        let words = values | now.w & now.s << 1 | now.space & small << 1 & now.s << 3;
        let all = Anchors {
            people: small & (now.upper | now.foreign) << 1 & now.space << 2 & (small | now.dot) << 3,
            marks: separators | now.at | now.escape | options | quoted | elements | words | schemes,
            long_words: sixteenth(now.word | now.dash),
            colon_groups: now.colon & now.colon << 1 | colons,
            quads: dot & near(dot & near(dot)),
            tokens: ends(tokens),
            numbers: ends(numbers),
            rare: Lanes::default(),
            pairs: pairs((now.colon | now.dash) & (now.word & now.word << 1) << 1),
            dotted: now.dot & now.dot << 5,
            plus: now.digit & now.plus << 1,
            close: now.close & code << 1,
            ibans: now.digit & now.digit << 1 & now.upper << 2 & now.upper << 3 & (!(code << 4) | escaped),
            folders: now.slash & (now.slash << 5 | now.slash << 6),
            fillers: now.less & now.less << 1,
            rules: now.dash & now.dash << 1 & (now.dash & now.dash << 1) << 2 & now.dash << 4,
        };
        all.fresh()
    }

    #[inline(always)]
    fn remember(&mut self, now: &Classes<Lanes>, tokens: Lanes, numbers: Lanes) {
        let keep = |words: &mut [u64; LANES + 1], new: Lanes| {
            words[0] = words[LANES];
            words[1..].copy_from_slice(&new.0);
        };
        keep(&mut self.digit, now.digit);
        keep(&mut self.upper, now.upper);
        keep(&mut self.space, now.space);
        keep(&mut self.tokens, tokens);
        keep(&mut self.numbers, numbers);
    }

    /// The token whose `tokens` anchor is bit `index` of block `lane`.
    #[inline]
    #[must_use]
    pub fn token(&self, lane: usize, index: u32) -> Token {
        self.cut(lane, index, &self.tokens)
    }

    /// As [`Memory::token`], for `numbers`.
    #[inline]
    #[must_use]
    pub fn number(&self, lane: usize, index: u32) -> Token {
        self.cut(lane, index, &self.numbers)
    }

    fn cut(&self, lane: usize, index: u32, run: &[u64; LANES + 1]) -> Token {
        let length = ((both(run, lane) >> index) as u64).leading_ones().min(63);
        // Runs stand one byte late, so that a joint could be known by the byte after it.
        let class = |words| (both(words, lane) << 1 >> index) as u64 >> (64 - length);
        Token { length, digit: class(&self.digit), upper: class(&self.upper), space: class(&self.space) }
    }
}

/// A block and the one before, whose last [`OVERLAP`] bytes they share: bit 64 is the first new byte.
const fn both(words: &[u64; LANES + 1], lane: usize) -> u128 {
    (words[lane + 1] as u128) << FRESH | words[lane] as u128
}

impl Anchors {
    /// Bit 0 becomes the first new byte.
    #[inline(always)]
    fn fresh(self) -> Self {
        const N: u32 = OVERLAP as u32;
        let rare =
            self.pairs | self.dotted | self.plus | self.close | self.ibans | self.folders | self.fillers | self.rules;
        Self {
            marks: self.marks >> N,
            long_words: self.long_words >> N,
            colon_groups: self.colon_groups >> N,
            quads: self.quads >> N,
            tokens: self.tokens >> N,
            numbers: self.numbers >> N,
            people: self.people >> N,
            rare: rare >> N,
            pairs: self.pairs >> N,
            dotted: self.dotted >> N,
            plus: self.plus >> N,
            close: self.close >> N,
            ibans: self.ibans >> N,
            folders: self.folders >> N,
            fillers: self.fillers >> N,
            rules: self.rules >> N,
        }
    }
}
