//! What a published form of a credential is made of, and how one text is compared with one form.
//!
//! A form without a greatest length takes all that fits its alphabet, so that a provider's longer tokens are masked whole; where
//! its alphabet goes beyond the word it has no check, so that no text is read again and again for nothing.

use core::ops::RangeInclusive;

use crate::detect::text::{Range, back, byte, ends, starts};
use crate::kind::Kind;

/// A set of ASCII characters.
#[derive(Clone, Copy)]
pub struct Alphabet(u128);

impl Alphabet {
    /// These characters.
    #[must_use]
    pub const fn of(characters: &[u8]) -> Self {
        let (mut set, mut index) = (0, 0);
        while index < characters.len() {
            set |= 1 << characters[index];
            index += 1;
        }
        Self(set)
    }

    /// These characters as well.
    #[must_use]
    pub const fn and(self, characters: &[u8]) -> Self {
        Self(self.0 | Self::of(characters).0)
    }

    /// Whether a byte is one of them.
    #[must_use]
    pub const fn holds(self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }

    /// Whether they all can stand in a run of word characters.
    #[must_use]
    pub const fn is_of_words(self) -> bool {
        self.0 & !DASHED.0 == 0
    }

    /// The index of the first byte that is none of them.
    #[must_use]
    pub fn span(self, text: &[u8]) -> usize {
        text.iter().position(|&b| !self.holds(b)).unwrap_or(text.len())
    }
}

/// `0-9`
pub const DIGITS: Alphabet = Alphabet::of(b"0123456789");
/// `0-9 a-f A-F`
pub const HEX: Alphabet = DIGITS.and(b"abcdefABCDEF");
/// `a-z`
pub const LETTERS: Alphabet = Alphabet::of(b"abcdefghijklmnopqrstuvwxyz");
/// `0-9 a-z`
pub const LOWER: Alphabet = LETTERS.and(b"0123456789");
/// `0-9 A-Z`
pub const UPPER: Alphabet = DIGITS.and(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
/// `0-9 A-Z a-z`
pub const ALNUM: Alphabet = UPPER.and(b"abcdefghijklmnopqrstuvwxyz");
/// `0-9 A-Z a-z _`
pub const WORD: Alphabet = ALNUM.and(b"_");
/// `0-9 A-Z a-z _ -`: base64url.
pub const DASHED: Alphabet = WORD.and(b"-");
/// Base64url in several parts.
pub const DOTTED: Alphabet = DASHED.and(b".");
/// Base64.
pub const BASE64: Alphabet = ALNUM.and(b"+/=");
/// Base64 as it stands in URLs, too.
pub const BASE64_IN_URL: Alphabet = BASE64.and(b"%-_");

/// One published form of a credential.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the credential is.
    pub kind: Kind,
    /// What it begins with, after the lead.
    pub prefix: &'static [u8],
    /// What follows the prefix.
    alphabet: Alphabet,
    least: usize,
    most: usize,
    /// What else the text after the prefix has to fulfil.
    check: Option<fn(&[u8]) -> bool>,
    /// The start of the credential whose prefix stands at an index of a text, if one may begin there.
    lead: fn(&[u8], usize) -> Option<usize>,
    /// What may stand directly before the prefix, where it is part of the credential.
    pub last: Alphabet,
    /// What may stand directly after the prefix.
    pub next: Alphabet,
}

/// A prefix and at least so many characters of an alphabet.
#[must_use]
pub const fn form(kind: Kind, prefix: &'static [u8], alphabet: Alphabet, least: usize) -> Form {
    sized(kind, prefix, alphabet, least, usize::MAX)
}

/// A prefix, from `least` to `most` characters of an alphabet, and the end of the word.
#[must_use]
pub const fn sized(kind: Kind, prefix: &'static [u8], alphabet: Alphabet, least: usize, most: usize) -> Form {
    Form { kind, prefix, alphabet, least, most, check: None, lead: free, last: DASHED, next: alphabet }
}

impl Form {
    /// Only if this holds for what follows the prefix.
    #[must_use]
    pub const fn checked(self, check: fn(&[u8]) -> bool) -> Self {
        Self { check: Some(check), ..self }
    }

    /// Begins before its prefix, where `lead` says, after one of `last`.
    #[must_use]
    pub const fn led(self, lead: fn(&[u8], usize) -> Option<usize>, last: Alphabet) -> Self {
        Self { lead, last, ..self }
    }

    /// Goes on with one of these after its prefix.
    #[must_use]
    pub const fn then(self, next: Alphabet) -> Self {
        Self { next, ..self }
    }

    /// Where in the prefix a run of word characters begins: at its start, or after the last character that is none.
    #[must_use]
    pub const fn anchor(&self) -> usize {
        let mut index = self.prefix.len();
        while index > 0 && DASHED.holds(self.prefix[index - 1]) {
            index -= 1;
        }
        index
    }

    /// Whether a comparison that fails has read no further than the run of word characters, or no more than a bounded length.
    #[must_use]
    pub const fn is_bounded(&self) -> bool {
        self.most <= 512 || self.alphabet.is_of_words() || self.check.is_none() && self.least <= 512
    }

    /// The credential of this form whose anchor is at `at`.
    #[must_use]
    pub fn find(&self, text: &[u8], at: usize) -> Option<Range> {
        let first = at.checked_sub(self.anchor())?;
        let body = first + self.prefix.len();
        if !text[first..].starts_with(self.prefix) || !self.next.holds(byte(text, body)) {
            return None;
        }
        let start = (self.lead)(text, first)?;
        let limit = text.len().min(body.saturating_add(self.most).saturating_add(2));
        let end = body + self.alphabet.span(&text[body..limit]);
        // A full stop ends the sentence, not the credential.
        let end = back(text, end, body, |b| b == b'.');
        let fits = (self.least..=self.most).contains(&(end - body)) && (self.most == usize::MAX || ends(text, end));
        (fits && self.check.is_none_or(|check| check(&text[body..end]))).then_some(start..end)
    }
}

/// Where the run of fitting bytes before `at` begins, if it is as long as that and may stand there. Of what runs into an escape
/// before it (`%20` before digits), the part after the escape counts.
#[must_use]
pub fn led_by(text: &[u8], at: usize, lengths: RangeInclusive<usize>, fits: impl Fn(u8) -> bool) -> Option<usize> {
    let start = back(text, at, at.saturating_sub(*lengths.end()), fits);
    (start..=at.checked_sub(*lengths.start())?).find(|&start| starts(text, start))
}

/// A credential begins where no word goes on.
fn free(text: &[u8], at: usize) -> Option<usize> {
    starts(text, at).then_some(at)
}
