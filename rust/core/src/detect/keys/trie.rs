//! The vocabulary of keys as a trie of their letters, last one first: a key is read backwards from its separator, and most keys are
//! turned away after two letters.

use std::sync::LazyLock;

use super::masks::sealed_length;
use super::words::WORDS;
use crate::detect::kinds::SPECS;
use crate::detect::spec::{Reach, Word};
use crate::detect::text::{back, before, byte, escape_ends, is_word};

/// How far back a sealed value may begin that ends before a separator.
const MOST_SEALED: usize = 320;

/// How many bytes of a key are read, from its end.
const LONGEST: usize = 64;

static TRIE: LazyLock<Trie> = LazyLock::new(|| {
    let of_kinds = SPECS.iter().flat_map(|specs| specs.iter()).flat_map(|spec| spec.words.iter());
    Trie::new(WORDS.iter().chain(of_kinds).copied())
});

/// Words that are no keys and stand before separators whose keys are known by what stands before them: parts, remarks, sudo's `TTY`.
#[rustfmt::skip]
const EXTRA: [&[u8]; 42] = [
    b"tty", b"value", b"raw", b"new", b"old", b"text", b"before", b"after", b"input", b"original", b"previous", b"current", b"content", b"found",
    b"mismatch", b"used", b"exists", b"taken", b"received", b"entered", b"given", b"provided", b"supplied", b"rejected", b"changed", b"valid",
    b"allowed", b"lookup", b"got", b"actual", b"sudo", b"cron", b"crond", b"crontab", b"chage", b"useradd", b"usermod",
    b"userdel", b"dovecot", b"vsftpd", b"radiusd", b"gpasswd",
];

/// The longest word that the key before `end` ends with, where its reach allows it to; separators within a key do not count, nor does
/// a blank between two words (`tax file number`).
#[must_use]
pub fn word(text: &[u8], end: usize) -> Option<&'static Word> {
    let trie = &*TRIE;
    if let [.., a, b, c] = text[..end]
        && !trie.may_end([a, b, c])
    {
        return None;
    }
    trie.find(text, end).filter(|word| word.kind.is_some() && !is_sealed_before(text, end))
}

/// Whether what ends at `end` is a sealed value: its last letters are no key, whatever they spell.
fn is_sealed_before(text: &[u8], end: usize) -> bool {
    let near = &text[back(text, end, end.saturating_sub(MOST_SEALED), is_word)..end];
    memchr::memmem::rfind(near, b"pii1").is_some_and(|at| sealed_length(&near[at..]) == near.len() - at)
}

/// Turns keys away by their last three letters.
#[derive(Clone, Copy)]
pub struct Endings(&'static Trie);

impl Endings {
    /// Those of all words.
    #[must_use]
    pub fn get() -> Self {
        Self(&TRIE)
    }

    /// Whether the separator at `at` may follow a key that means something: a word, its plural, `value` or sudo's `TTY`. What stands
    /// between a key and its separator besides one quotation mark is left to a closer look.
    #[must_use]
    #[inline(always)]
    pub fn may_end_before(self, text: &[u8], at: usize) -> bool {
        let end = at - usize::from(at > 0 && matches!(text[at - 1], b'"' | b'\''));
        let Some(&[z, a, b, c]) = text[..end].last_chunk::<4>() else { return true };
        if !(a.is_ascii() && b.is_ascii() && c.is_ascii()) {
            // `contraseña`: its letters are read without their accents.
            return true;
        }
        if !c.is_ascii_alphabetic() || !b.is_ascii_alphabetic() {
            // `"x":` is a key of one letter, `x1b[0m:` and `%5D=` are none.
            return !(c.is_ascii_alphabetic()
                && !matches!(c, b'S' | b'N')
                && matches!(b, b'"' | b'\'' | b'&' | b'?' | b','));
        }
        let third = if is_joint(a) || a == b' ' { z } else { a };
        let is_plural = c | 32 == b's' && self.0.may_end([z, a, b]);
        is_plural || third.is_ascii_alphabetic() && self.0.may_end([third, b, c]) || is_joint(third)
    }
}

/// By letter, `byte & 31`; 0 is none. One cache line.
#[repr(align(64))]
struct Node([u16; 32]);

struct Trie {
    nodes: Vec<Node>,
    /// By node, one more than the index of the word that begins there; 0 is none.
    begins: Vec<u16>,
    words: Vec<Word>,
    /// By the last letter and the one before it, the letters that may stand before them: most keys are turned away here.
    endings: [[u32; 32]; 32],
}

impl Trie {
    fn new(words: impl Iterator<Item = Word>) -> Self {
        let words: Vec<Word> = words.collect();
        let mut trie = Self { nodes: vec![Node([0; 32])], begins: vec![0], words, endings: [[0; 32]; 32] };
        for index in 0..trie.words.len() {
            let text = trie.words[index].text.as_bytes();
            let node = text.iter().rev().fold(0, |node, &byte| trie.step(node, byte));
            trie.begins[node] = index as u16 + 1;
            let &[.., a, b, c] = text else { unreachable!("words have three letters, a test sees to it") };
            trie.add_ending([a, b, c]);
        }
        // `value` after a name, and the first key of a line of sudo: known by what stands before them.
        for ending in EXTRA.iter().filter_map(|word| word.last_chunk::<3>()) {
            trie.add_ending(*ending);
        }
        trie
    }

    /// Whether a word may end with three bytes; those that are no letters decide nothing.
    #[inline(always)]
    fn may_end(&self, [a, b, c]: [u8; 3]) -> bool {
        let is_ending = self.endings[usize::from(c & 31)][usize::from(b & 31)] >> (a & 31) & 1 == 1;
        is_ending || !(a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic())
    }

    fn add_ending(&mut self, [a, b, c]: [u8; 3]) {
        self.endings[usize::from(c & 31)][usize::from(b & 31)] |= 1 << (a & 31);
    }

    fn step(&mut self, node: usize, byte: u8) -> usize {
        let slot = usize::from(byte & 31);
        if self.nodes[node].0[slot] == 0 {
            self.nodes[node].0[slot] = self.nodes.len() as u16;
            self.nodes.push(Node([0; 32]));
            self.begins.push(0);
        }
        usize::from(self.nodes[node].0[slot])
    }

    fn find(&self, text: &[u8], end: usize) -> Option<&Word> {
        let (mut at, mut node, mut best) = (end, 0, None);
        let floor = end.saturating_sub(LONGEST);
        while at > floor {
            let (byte, length) = letter(text, at);
            if byte.is_ascii_alphabetic() {
                node = usize::from(self.nodes[node].0[usize::from(byte & 31)]);
                if node == 0 {
                    break;
                }
                if let Some(index) = usize::from(self.begins[node]).checked_sub(1)
                    && reaches(text, at - length, &self.words[index])
                {
                    best = Some(index);
                }
            } else if !(is_joint(byte) || is_between_words(text, at - 1)) {
                break;
            }
            at -= length;
        }
        best.map(|index| &self.words[index])
    }
}

/// The letter that ends at `at`, without its accent (`contraseña`, `hasło`), and how many bytes it takes.
fn letter(text: &[u8], at: usize) -> (u8, usize) {
    let byte = text[at - 1];
    if byte.is_ascii() || at < 2 {
        return (byte, 1);
    }
    plain(text[at - 2], byte).map_or((byte, 1), |plain| (plain, 2))
}

/// The letter below the accent of U+00C0 to U+017F, the Latin letters of Europe.
const fn plain(lead: u8, next: u8) -> Option<u8> {
    const PLAIN: [&[u8; 64]; 3] = [
        b"aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty",
        b"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll",
        b"lllnnnnnn.nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs",
    ];
    match lead {
        0xC3..=0xC5 => Some(PLAIN[(lead - 0xC3) as usize][(next & 63) as usize]),
        _ => None,
    }
}

/// Whether the byte at `at` is a blank between two words.
fn is_between_words(text: &[u8], at: usize) -> bool {
    text[at] == b' ' && before(text, at).is_ascii_alphabetic() && byte(text, at + 1).is_ascii_alphabetic()
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
    use crate::kind::{Kind, Mode};
    use crate::seal::format;
    use crate::seal::keys::Kid;

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

    /// The last letters of a sealed value are no key, whatever they spell.
    #[test]
    fn sealed_values_end_in_no_key() {
        let sealed = |number: u32| {
            let (mut body, mut text) = ([0; 24], Vec::new());
            body[..4].copy_from_slice(&number.to_le_bytes());
            format::encode("ipv4", Mode::D, Kid([7; 5]), &body, &mut text);
            text
        };
        let text = (0..500_000).map(sealed).find(|text| text.ends_with(b"tel")).expect("one of 32,768 ends so");
        assert!(word(b"tel", 3).is_some());
        assert!(word(&text, text.len()).is_none());
    }

    /// No two kinds claim the same word, words are lower-case letters, and every word is found alone.
    #[test]
    fn words_are_distinct_letters() {
        let mut texts: Vec<&str> = TRIE.words.iter().map(|word| word.text).collect();
        assert!(texts.iter().all(|text| text.len() >= 3 && text.bytes().all(|b| b.is_ascii_lowercase())));
        for entry in &TRIE.words {
            let text = entry.text.as_bytes();
            assert_eq!(TRIE.find(text, text.len()).map(|word| word.text), Some(entry.text));
        }
        texts.sort_unstable();
        let twice: Vec<_> = texts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert_eq!(twice, Vec::<&str>::new());
    }
}
