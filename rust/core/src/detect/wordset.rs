//! Small fixed lists of words, most of which a word is told from by its first letter and its length.

/// Words in lower case, or marks.
pub struct WordSet {
    words: &'static [&'static [u8]],
    /// By the last five bits of the first byte, which case does not change, the lengths of the words.
    lengths: [u32; 32],
}

impl WordSet {
    /// A set of words of 1 to 31 bytes.
    #[must_use]
    pub const fn new(words: &'static [&'static [u8]]) -> Self {
        let (mut lengths, mut index) = ([0; 32], 0);
        while index < words.len() {
            lengths[(words[index][0] & 31) as usize] |= 1 << words[index].len();
            index += 1;
        }
        Self { words, lengths }
    }

    /// Whether a word is one of them, in either case.
    #[inline]
    #[must_use]
    pub fn holds(&self, word: &[u8]) -> bool {
        let Some(first) = word.first().filter(|_| word.len() < 32) else { return false };
        self.lengths[usize::from(first & 31)] >> word.len() & 1 != 0
            && self.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word is held in either case; what only begins like one, is longer or is empty is not.
    #[test]
    fn words() {
        static SET: WordSet = WordSet::new(&[b"null", b"-", b"n/a"]);
        for word in [&b"null"[..], b"NULL", b"-", b"N/a"] {
            assert!(SET.holds(word), "{word:?}");
        }
        for word in [&b""[..], b"nul", b"nuli", b"\r", b"n/b", &[b'n'; 40]] {
            assert!(!SET.holds(word), "{word:?}");
        }
    }
}
