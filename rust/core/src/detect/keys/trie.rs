//! The vocabulary of keys as a trie of their letters, last one first: a key is read backwards from its separator, and most keys are
//! turned away after two letters.

use std::sync::LazyLock;

use super::words::WORDS;
use crate::detect::kinds::SPECS;
use crate::detect::spec::{Reach, Word};
use crate::detect::text::{before, escape_ends};

/// How many bytes of a key are read, from its end.
const LONGEST: usize = 64;

static TRIE: LazyLock<Trie> = LazyLock::new(|| {
    let of_kinds = SPECS.iter().flat_map(|specs| specs.iter()).flat_map(|spec| spec.words.iter());
    Trie::new(WORDS.iter().chain(of_kinds).copied())
});

/// The longest word that the key before `end` ends with, where its reach allows it to; separators within a key do not count.
#[must_use]
pub fn word(text: &[u8], end: usize) -> Option<&'static Word> {
    TRIE.find(text, end).filter(|word| word.kind.is_some())
}

struct Node {
    /// By letter, `byte & 31`; 0 is none.
    next: [u16; 32],
    /// One more than the index of the word that begins here; 0 is none.
    word: u16,
}

struct Trie {
    nodes: Vec<Node>,
    words: Vec<Word>,
}

impl Trie {
    fn new(words: impl Iterator<Item = Word>) -> Self {
        let mut trie = Self { nodes: vec![Node { next: [0; 32], word: 0 }], words: words.collect() };
        for index in 0..trie.words.len() {
            let mut node = 0;
            for byte in trie.words[index].text.bytes().rev() {
                node = trie.step(node, byte);
            }
            trie.nodes[node].word = index as u16 + 1;
        }
        trie
    }

    fn step(&mut self, node: usize, byte: u8) -> usize {
        let slot = usize::from(byte & 31);
        if self.nodes[node].next[slot] == 0 {
            self.nodes[node].next[slot] = self.nodes.len() as u16;
            self.nodes.push(Node { next: [0; 32], word: 0 });
        }
        usize::from(self.nodes[node].next[slot])
    }

    fn find(&self, text: &[u8], end: usize) -> Option<&Word> {
        let (mut at, mut node, mut best) = (end, &self.nodes[0], None);
        let floor = end.saturating_sub(LONGEST);
        while at > floor {
            let byte = text[at - 1];
            if byte.is_ascii_alphabetic() {
                let next = node.next[usize::from(byte & 31)];
                if next == 0 {
                    break;
                }
                node = &self.nodes[usize::from(next)];
                if node.word != 0 && reaches(text, at - 1, &self.words[usize::from(node.word) - 1]) {
                    best = Some(usize::from(node.word) - 1);
                }
            } else if !is_joint(byte) {
                break;
            }
            at -= 1;
        }
        best.map(|index| &self.words[index])
    }
}

/// Whether a word may begin at `at`.
fn reaches(text: &[u8], at: usize, word: &Word) -> bool {
    let previous = before(text, at);
    let is_first = !(previous.is_ascii_alphanumeric() || is_joint(previous)) || escape_ends(text, at);
    match word.reach {
        Reach::End => true,
        Reach::Whole => is_first,
        Reach::Part => {
            let is_camel = text[at].is_ascii_uppercase() && !previous.is_ascii_uppercase();
            is_first || is_joint(previous) || is_camel || previous.is_ascii_digit()
        }
    }
}

const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    fn kind(key: &str) -> Option<Kind> {
        word(key.as_bytes(), key.len()).and_then(|word| word.kind)
    }

    /// A key is understood however it is written.
    #[test]
    fn spellings_of_one_key() {
        for key in ["userName", "user_name", "USER-NAME", "db.user.name", "dbUserName", "Username", "x\\nusername"] {
            assert_eq!(kind(key), Some(Kind::Username), "{key}");
        }
    }

    /// A word counts only where its reach allows it, and a longer harmless word wins.
    #[test]
    fn reach_and_harmless_words() {
        assert_eq!(kind("mydbpassword"), Some(Kind::Password));
        for key in ["superuser", "hostname", "app.name", "nextPageToken", "last_login", "compass", "broken", "m", ""] {
            assert_eq!(kind(key), None, "{key}");
        }
    }

    /// No two kinds claim the same word, words are lower-case letters, and every word is found alone.
    #[test]
    fn words_are_distinct_letters() {
        let mut texts: Vec<&str> = TRIE.words.iter().map(|word| word.text).collect();
        assert!(texts.iter().all(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase())));
        for entry in &TRIE.words {
            let text = entry.text.as_bytes();
            assert_eq!(TRIE.find(text, text.len()).map(|word| word.text), Some(entry.text));
        }
        texts.sort_unstable();
        let twice: Vec<_> = texts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert_eq!(twice, Vec::<&str>::new());
    }
}
