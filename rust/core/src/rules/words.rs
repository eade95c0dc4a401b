//! Word lists: one automaton for the words that count in any case and one for those that count as they are written. All
//! occurrences are looked at, also those that overlap, and those count that stand alone: no letter or digit touches them.

use aho_corasick::{AhoCorasick, MatchKind};

use super::patterns::TooLarge;
use crate::detect::text::{Range, before, byte, escape_ends};

/// All words of a file.
pub struct Words {
    lists: Vec<(AhoCorasick, Vec<u32>)>,
}

impl Words {
    /// Compiles word lists; `None` if there are no words, an error if they are too large.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn new(exact: &[(String, u32)], any: &[(String, u32)]) -> Result<Option<Self>, TooLarge> {
        let mut lists = Vec::new();
        if !exact.is_empty() {
            let automaton =
                AhoCorasick::builder().match_kind(MatchKind::Standard).build(exact.iter().map(|(word, _)| word));
            lists.push((automaton.map_err(|_| TooLarge)?, exact.iter().map(|(_, rule)| *rule).collect()));
        }
        if !any.is_empty() {
            let spellings: Vec<(String, u32)> =
                any.iter().flat_map(|(word, rule)| spellings(word).into_iter().map(|word| (word, *rule))).collect();
            let words: Vec<String> = spellings.iter().map(|(word, _)| word.clone()).collect();
            lists.push((any_spelling(&words).ok_or(TooLarge)?, spellings.iter().map(|(_, rule)| *rule).collect()));
        }
        Ok(if lists.is_empty() { None } else { Some(Self { lists }) })
    }

    /// Finds words in a text of whole lines.
    pub fn find(&self, text: &[u8], found: &mut impl FnMut(Range, u32)) {
        for (automaton, rules) in &self.lists {
            for (range, word) in whole(automaton, text) {
                found(range, rules[word]);
            }
        }
    }
}

/// An automaton for words in any case.
pub fn any_case(words: &[String]) -> Option<AhoCorasick> {
    any_spelling(&words.iter().flat_map(|word| spellings(word)).collect::<Vec<_>>())
}

fn any_spelling(words: &[String]) -> Option<AhoCorasick> {
    AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(words).ok()
}

/// A word as the automaton needs it: letters of ASCII it folds itself, the others come in their two cases and with a capital.
fn spellings(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    if !word.is_ascii() {
        let lower = word.to_lowercase();
        let capital = lower.chars().next().map(|first| first.to_uppercase().chain(lower.chars().skip(1)).collect());
        all.extend([Some(lower.clone()), Some(word.to_uppercase()), capital].into_iter().flatten());
        all.iter_mut().for_each(|word| word.make_ascii_lowercase());
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// The occurrences of words that stand alone, in the order of their ends, each with the place of its word.
pub fn whole<'a>(automaton: &'a AhoCorasick, text: &'a [u8]) -> impl Iterator<Item = (Range, usize)> + 'a {
    let stands_alone = |range: &Range| {
        let starts = !is_letter(before(text, range.start)) || escape_ends(text, range.start);
        starts && !is_letter(byte(text, range.end))
    };
    automaton
        .find_overlapping_iter(text)
        .map(|found| (found.range(), found.pattern().as_usize()))
        .filter(move |(range, _)| stands_alone(range))
}

/// A letter or digit; every byte of a letter beyond ASCII counts, and an underscore does not.
const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(exact: &[&str], any: &[&str], text: &str) -> Vec<String> {
        let list = |words: &[&str]| words.iter().map(|&word| (word.to_owned(), 0)).collect::<Vec<_>>();
        let words = Words::new(&list(exact), &list(any)).expect("small").expect("some");
        let mut found = Vec::new();
        words.find(text.as_bytes(), &mut |range, _| found.push(text[range].to_owned()));
        found
    }

    /// A word counts where it stands alone, behind an escape and beside an underscore too, and not inside of another word.
    #[test]
    fn boundaries() {
        assert_eq!(found(&["fox"], &[], "fox foxes Fox _fox_ \\nfox f\u{fc}fox"), ["fox"; 3]);
        assert_eq!(found(&[], &["fox"], "FOX Fox firefox"), ["FOX", "Fox"]);
        assert_eq!(
            found(&[], &["\u{c4}rger"], "\u{e4}rger \u{c4}RGER \u{c4}rger"),
            ["\u{e4}rger", "\u{c4}RGER", "\u{c4}rger"]
        );
    }

    /// Words that overlap are all found, also where the first of them is only a part of a longer word.
    #[test]
    fn overlaps() {
        assert_eq!(found(&["blue bird", "bird watch"], &[], "blue bird watch"), ["blue bird", "bird watch"]);
        assert_eq!(found(&["a b", "b c"], &[], "xa b c"), ["b c"]);
    }
}
