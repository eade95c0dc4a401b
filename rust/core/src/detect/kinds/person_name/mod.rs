//! `name` without a key: a first name and a last name beside each other, both capitalised, both from lists (US census of 1990, made by
//! `tools/make_names.py`, and a few hundred names from elsewhere). Anchored at the second letter of the last name.

pub mod beside;

use std::sync::LazyLock;

use crate::detect::text::{Range, back, before, byte, skip};

/// The longest word that is looked up.
const LONGEST: usize = 24;

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::new);

/// The name whose last word has its second letter at `second`.
#[must_use]
pub fn find(text: &[u8], second: usize) -> Option<Range> {
    let last = second - 1;
    let last_end = word_end(text, last);
    if let Some(title) = title_before(text, last - 1) {
        return Some(title..words_end(text, last_end));
    }
    let first = word_start(text, last - 1)?;
    if !LISTS.is_first(&text[first..last - 1]) || !LISTS.is_last(&text[last..last_end]) {
        return None;
    }
    let start = before_first(text, first);
    let alone = !matches!(before(text, start), b'/' | b'.' | b'@' | b'-' | b'_' | b'$' | b'\\' | b'#');
    let ends = !matches!(byte(text, last_end), b'_' | b'(' | b'/' | b'\\' | b'=' | b'@' | b'0'..=b'9')
        && !text[last_end..].starts_with(b"::");
    (alone && ends).then_some(start..last_end)
}

/// Words after which a name follows.
#[rustfmt::skip]
const TITLES: [&[u8]; 16] = [
    b"Mr", b"Mr.", b"Mrs", b"Mrs.", b"Ms", b"Ms.", b"Dr.", b"Prof.", b"Mme", b"Mlle", b"Herr", b"Herrn", b"Frau", b"Sra.", b"Sr.", b"Pan",
];

/// The start of a name whose title ends before the space at `space`: the byte after it.
fn title_before(text: &[u8], space: usize) -> Option<usize> {
    let start = back(text, space, space.saturating_sub(6), |b| b.is_ascii_alphabetic() || b == b'.');
    let title = &text[start..space];
    (TITLES.contains(&title) && !is_letter(before(text, start))).then_some(space + 1)
}

/// The end of up to two more capitalised words.
fn words_end(text: &[u8], end: usize) -> usize {
    let mut end = end;
    for _ in 0..2 {
        if byte(text, end) != b' ' || !(byte(text, end + 1).is_ascii_uppercase() || byte(text, end + 1) >= 0x80) {
            break;
        }
        end = word_end(text, end + 1);
    }
    end
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'-' | b'\'')
}

fn word_end(text: &[u8], start: usize) -> usize {
    let end = skip(&text[..text.len().min(start + LONGEST)], start, is_letter);
    // `Ann Lee's`, `Ann Lee-`: the mark is none of the name.
    let possessive = text[start..end].ends_with(b"'s");
    back(text, end - 2 * usize::from(possessive), start, |b| matches!(b, b'-' | b'\''))
}

/// The start of the capitalised word that ends before `end`.
fn word_start(text: &[u8], end: usize) -> Option<usize> {
    let start = back(text, end, end.saturating_sub(LONGEST), is_letter);
    (text[start].is_ascii_uppercase() || text[start] >= 0x80).then_some(start)
}

/// Takes a first name before the first name in: `Mary Ann Smith`.
fn before_first(text: &[u8], first: usize) -> usize {
    let earlier = (before(text, first) == b' ' && first > 1).then(|| word_start(text, first - 1)).flatten();
    earlier.filter(|&start| start < first - 1 && LISTS.is_first(&text[start..first - 1])).unwrap_or(first)
}

const FIRST: u8 = 1;
const LAST: u8 = 2;

/// Names by a hash of 64 bits: open addressing, two lists in one table.
struct Lists {
    slots: Vec<(u32, u8)>,
}

const SLOTS: usize = 1 << 16;

impl Lists {
    fn new() -> Self {
        let mut lists = Self { slots: vec![(0, 0); SLOTS] };
        let first = [include_str!("first.txt"), include_str!("more_first.txt")];
        let last = [include_str!("last.txt"), include_str!("more_last.txt")];
        for (texts, list) in [(first, FIRST), (last, LAST)] {
            for name in texts.iter().flat_map(|text| text.lines()) {
                lists.add(name.as_bytes(), list);
            }
        }
        lists
    }

    fn add(&mut self, name: &[u8], list: u8) {
        let (mark, mut slot) = hash(name);
        while self.slots[slot].1 != 0 && self.slots[slot].0 != mark {
            slot = (slot + 1) % SLOTS;
        }
        self.slots[slot] = (mark, self.slots[slot].1 | list);
    }

    fn is_first(&self, word: &[u8]) -> bool {
        self.lists_of(word) & FIRST != 0
    }

    /// Parts of a double name count each: `Meyer-Schmidt`.
    fn is_last(&self, word: &[u8]) -> bool {
        self.lists_of(word) & LAST != 0 || word.split(|&b| b == b'-').all(|part| self.lists_of(part) & LAST != 0)
    }

    fn lists_of(&self, word: &[u8]) -> u8 {
        let (mark, mut slot) = hash(word);
        while self.slots[slot].1 != 0 {
            if self.slots[slot].0 == mark {
                return self.slots[slot].1;
            }
            slot = (slot + 1) % SLOTS;
        }
        0
    }
}

/// The base letters of U+00C0 to U+017F and of U+1E00 to U+1EFF.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
const VIETNAMESE: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// The letters of a word without case, accents and marks: `O'Brien` is `obrien` and `Jäger` is `jager`.
fn folded(word: &[u8]) -> impl Iterator<Item = u8> {
    let text = core::str::from_utf8(word).unwrap_or_default();
    text.chars().filter(|c| c.is_alphabetic()).map(|c| match c {
        '\0'..='\x7f' => (c as u8).to_ascii_lowercase(),
        '\u{c0}'..='\u{17f}' => LATIN[c as usize - 0xc0],
        '\u{1e00}'..='\u{1eff}' => VIETNAMESE[c as usize - 0x1e00],
        _ => (c as u32 % 251) as u8,
    })
}

/// FNV-1a of the folded word: a mark to compare and a slot to begin at. Two names of 25,000 that share both are names all the same.
fn hash(word: &[u8]) -> (u32, usize) {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.iter().filter(|b| b.is_ascii_alphabetic()).for_each(|b| add(b.to_ascii_lowercase()));
    } else {
        folded(word).for_each(add);
    }
    ((hash >> 32) as u32, (hash ^ hash >> 29) as usize % SLOTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let last = text.rfind(' ')? + 1;
        find(text.as_bytes(), last + 1).map(|range| &text[range])
    }

    /// Pairs from the lists are found with a first name before them; other capitalised words are not.
    #[test]
    fn pairs() {
        assert_eq!(found("call Maria Schneider"), Some("Maria Schneider"));
        assert_eq!(found("Mary Ann Smith"), Some("Mary Ann Smith"));
        assert_eq!(found("by José García"), Some("José García"));
        assert_eq!(found("Anna Meyer-Schmidt"), Some("Anna Meyer-Schmidt"));
        for text in ["Connection Reset", "Sun Dec", "Session Opened", "org.Mary Smith", "Will Power", "Mark Read"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
