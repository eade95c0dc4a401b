//! Second step of detection, first half: the bits of a block become anchors, the places where a close look is worth it.
//!
//! Patterns look behind: bit `i` of `behind::<N>(x, before)` says whether byte `i - N` is of class `x`, and `before` is the same word
//! of the block before. So a block needs only what is remembered of its predecessor, and an anchor stands where its pattern is
//! complete. A pattern that needs the byte after it stands one byte later.

use super::scan::Classes;

/// The places of one block, one bit each.
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
    /// `)` after a digit or a letter.
    pub close: u64,
    /// The second of the two digits after two capitals.
    pub ibans: u64,
    /// The second of two slashes that are five or six bytes apart.
    pub folders: u64,
    /// The second of two `<`.
    pub fillers: u64,
    /// The second of two dashes after a space or a quotation mark.
    pub options: u64,
    /// A quotation mark after a letter and a space.
    pub quoted: u64,
    /// `>` after a letter, a digit or `_`.
    pub elements: u64,
    /// The `w` of `sw`, in either case.
    pub passwords: u64,
}

/// What has to be remembered of a block.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    classes: Classes,
    words: Run,
    tokens: Run,
    numbers: Run,
    dots: (u64, u64),
    colons: (u64, u64),
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

#[inline(always)]
const fn behind<const N: u32>(now: u64, before: u64) -> u64 {
    now << N | before >> (64 - N)
}

/// Runs of a class: which bytes end 1, 2, 4, 8 of them.
#[derive(Clone, Copy, Default)]
struct Run {
    one: u64,
    two: u64,
    four: u64,
    eight: u64,
}

impl Run {
    #[inline(always)]
    const fn go_on(self, one: u64) -> Self {
        let two = one & behind::<1>(one, self.one);
        let four = two & behind::<2>(two, self.two);
        Self { one, two, four, eight: four & behind::<4>(four, self.four) }
    }

    /// The byte after a run of at least seven.
    #[inline(always)]
    const fn ends(self, before: Self) -> u64 {
        let seven = behind::<1>(self.four, before.four) & behind::<4>(self.four, before.four);
        seven & !self.one
    }

    /// The 16th byte of a run.
    #[inline(always)]
    const fn sixteenth(self, before: Self) -> u64 {
        self.eight & behind::<8>(self.eight, before.eight) & !behind::<16>(self.one, before.one)
    }
}

/// Whether a bit stands two to four bytes before.
#[inline(always)]
const fn near(now: u64, before: u64) -> u64 {
    behind::<2>(now, before) | behind::<3>(now, before) | behind::<4>(now, before)
}

impl Memory {
    /// The anchors of the block after the remembered one; remembers it instead.
    #[inline(always)]
    pub fn step(&mut self, now: Classes) -> Anchors {
        let before = *self;
        let (old, code) = (before.classes, now.digit | now.upper);
        let old_code = old.digit | old.upper;
        self.classes = now;
        self.words = before.words.go_on(now.word | now.dash);
        let joint = behind::<1>(now.joint, old.joint) & behind::<2>(code, old_code) & code;
        self.tokens = before.tokens.go_on(behind::<1>(code, old_code) | joint);
        let gap =
            behind::<1>(now.dash | now.space, old.dash | old.space) & behind::<2>(now.digit, old.digit) & now.digit;
        self.numbers = before.numbers.go_on(behind::<1>(now.digit, old.digit) | gap);
        self.dots.0 = behind::<1>(now.dot, old.dot) & behind::<2>(now.digit, old.digit) & now.digit;
        self.dots.1 = self.dots.0 & near(self.dots.0, before.dots.0);
        self.dots.1 = self.dots.0 & near(self.dots.0, before.dots.0);
        let near_colon = |now, before| near(now, before) | behind::<5>(now, before);
        self.colons.0 = now.colon & near_colon(now.colon, old.colon);
        self.colons.1 = now.colon & near_colon(self.colons.0, before.colons.0);
        let two = behind::<1>(now.upper, old.upper) & now.upper;
        let old_two = old.upper & old.upper << 1;
        let separators = now.colon & behind::<1>(now.key_end, old.key_end)
            | now.equals & behind::<1>(now.key_end | now.digit, old.key_end | old.digit);
        Anchors {
            separators,
            at_signs: now.at,
            escapes: now.escape,
            long_words: self.words.sixteenth(before.words),
            colon_groups: now.colon & (behind::<1>(now.colon, old.colon) | near_colon(self.colons.1, before.colons.1)),
            pairs: pairs(now.colon | now.dash, old.colon | old.dash),
            dotted: now.dot & behind::<5>(now.dot, old.dot),
            quads: self.dots.0 & near(self.dots.1, before.dots.1),
            tokens: self.tokens.ends(before.tokens),
            numbers: self.numbers.ends(before.numbers),
            plus: now.digit & behind::<1>(now.plus, old.plus),
            close: now.close & behind::<1>(code, old_code),
            ibans: now.digit
                & behind::<1>(now.digit, old.digit)
                & behind::<2>(two, old_two)
                & !behind::<4>(code, old_code),
            folders: now.slash & (behind::<5>(now.slash, old.slash) | behind::<6>(now.slash, old.slash)),
            fillers: now.less & behind::<1>(now.less, old.less),
            options: now.dash
                & behind::<1>(now.dash, old.dash)
                & behind::<2>(now.space | now.quote, old.space | old.quote),
            quoted: now.quote & behind::<1>(now.space, old.space) & behind::<2>(now.word, old.word),
            elements: now.greater & behind::<1>(now.word, old.word),
            passwords: now.w & behind::<1>(now.s, old.s),
        }
    }

    /// The token whose `tokens` anchor is bit `index` of the block just stepped to; `before` is what was remembered before it.
    #[inline]
    #[must_use]
    pub fn token(&self, before: &Self, index: u32) -> Token {
        self.cut(before, index, self.tokens.one, before.tokens.one)
    }

    /// As [`Memory::token`], for `numbers`.
    #[inline]
    #[must_use]
    pub fn number(&self, before: &Self, index: u32) -> Token {
        self.cut(before, index, self.numbers.one, before.numbers.one)
    }

    fn cut(&self, before: &Self, index: u32, run: u64, old_run: u64) -> Token {
        let length = up_to(run, old_run, index).leading_ones().min(63);
        let class = |now: u64, old: u64| {
            let bits = if index == 0 { old << 1 } else { up_to(now, old, index - 1) };
            bits >> (64 - length)
        };
        let (now, old) = (&self.classes, &before.classes);
        Token {
            length,
            digit: class(now.digit, old.digit),
            upper: class(now.upper, old.upper),
            space: class(now.space, old.space),
        }
    }
}

/// The 64 bits before bit `index`, the last one on top.
#[inline(always)]
const fn up_to(now: u64, old: u64, index: u32) -> u64 {
    (((now as u128) << 64 | old as u128) >> index) as u64
}

/// The fifth of five separators that are three bytes apart.
#[inline(always)]
const fn pairs(now: u64, before: u64) -> u64 {
    now & behind::<3>(now, before) & behind::<6>(now, before) & behind::<9>(now, before) & behind::<12>(now, before)
}
