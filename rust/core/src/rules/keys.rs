//! Keys of the user's own: `customer_no=17`, `"kundenNummer": "A-17"`. Where a value begins and ends is asked of `detect/keys`.

use std::collections::HashMap;

use crate::detect::keys::marks::Marks;
use crate::detect::keys::{Ask, operator, value};
use crate::detect::spec::Shape;
use crate::detect::text::{Range, ansi_start, back, before};
use crate::kind::Kind;

use super::document::Rule;

/// The longest key that is read, in bytes.
const LONGEST: usize = 64;
/// How much white space may stand before a separator.
const WIDEST: usize = 24;

/// A key without separators and in lower case; nothing if it cannot be the name of one.
#[must_use]
pub fn plain(name: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, '_' | '-' | '.');
    let plain: String = name.chars().filter(|&c| !is_separator(c)).map(|c| c.to_ascii_lowercase()).collect();
    let fits = plain.bytes().all(|b| b.is_ascii_alphanumeric()) && plain.bytes().any(|b| b.is_ascii_alphabetic());
    (fits && (2..=LONGEST).contains(&name.len()) && plain.len() >= 2).then_some(plain)
}

/// All keys of a file.
pub struct Keys {
    rules: HashMap<String, u32>,
    /// One bit for each ending of two letters that some key has: the cheap question before any key is read.
    endings: [u64; 16],
    kinds: Vec<Kind>,
}

const fn ending(last: u8, before: u8) -> (usize, u64) {
    let slot = (before as usize & 31) << 5 | last as usize & 31;
    (slot / 64, 1 << (slot % 64))
}

impl Keys {
    /// Makes a table of keys; `None` if there are none. The first rule that names a key has it.
    #[must_use]
    pub fn new(keys: &[(String, u32)], rules: &[Rule]) -> Option<Self> {
        let (mut table, mut endings) = (HashMap::new(), [0; 16]);
        for (key, rule) in keys {
            table.entry(key.clone()).or_insert(*rule);
            if let [.., before, last] = key.as_bytes() {
                let (word, bit) = ending(*last, *before);
                endings[word] |= bit;
            }
        }
        let kinds = rules.iter().map(|rule| rule.kind).collect();
        (!table.is_empty()).then_some(Self { rules: table, endings, kinds })
    }

    /// Finds the values of keys in a text of whole lines.
    pub fn find(&self, text: &[u8], found: &mut impl FnMut(Range, u32)) {
        let (mut marks, mut read) = (Marks::default(), 0);
        for at in separators(text) {
            if at < read || !self.may_end_before(text, at) {
                continue;
            }
            let Some(length) = operator(text, at) else { continue };
            let Some((key, is_quoted)) = key_before(text, at) else { continue };
            let Some(rule) = self.rule(&text[key]) else { continue };
            let ask = self.ask(text, at, is_quoted, rule);
            read = value::find(text, at + length, ask, &mut marks, &mut |range, _| found(range, rule)).max(at);
        }
    }

    fn ask(&self, text: &[u8], at: usize, is_quoted: bool, rule: u32) -> Ask {
        let is_colon =
            matches!(&text[at..], [b':', ..] | [b'%', _, b'A' | b'a', ..] | [b'\\', _, _, _, _, b'a' | b'A', ..]);
        Ask {
            kind: self.kinds[rule as usize],
            shape: Shape::Any,
            is_assignment: !is_colon,
            is_quoted,
            is_spaced: before(text, at).is_ascii_whitespace(),
            is_encoded: text[at] == b'%',
            is_listed: false,
        }
    }

    /// Whether some key ends like what stands before a separator; may say yes wrongly, never no.
    fn may_end_before(&self, text: &[u8], at: usize) -> bool {
        match text[..at] {
            [.., a, b] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
                let (word, bit) = ending(b, a);
                // A colour code may end in letters too.
                self.endings[word] & bit != 0 || b == b'm'
            }
            [] => false,
            _ => true,
        }
    }

    /// The rule for a key as written: the longest name that it ends with, where a part of it begins.
    fn rule(&self, written: &[u8]) -> Option<u32> {
        let (mut plain, mut parts, mut previous) = (String::new(), Vec::new(), b'_');
        for &byte in written {
            let is_separator = matches!(byte, b'_' | b'-' | b'.');
            if !is_separator {
                let is_camel = byte.is_ascii_uppercase() && !previous.is_ascii_uppercase();
                if matches!(previous, b'_' | b'-' | b'.') || is_camel || previous.is_ascii_digit() {
                    parts.push(plain.len());
                }
                plain.push(char::from(byte.to_ascii_lowercase()));
            }
            previous = byte;
        }
        parts.iter().find_map(|&part| self.rules.get(&plain[part..])).copied()
    }
}

/// Where a separator of key and value may stand.
fn separators(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let is_escape = |at: usize| matches!(text.get(at + 1..at + 5), Some(b"u003"));
    let plain = memchr::memchr3_iter(b':', b'=', b'%', text);
    let mut escapes = memchr::memchr_iter(b'\\', text).filter(move |&at| is_escape(at)).peekable();
    let mut plain = plain.peekable();
    core::iter::from_fn(move || match (plain.peek(), escapes.peek()) {
        (Some(one), Some(other)) if other < one => escapes.next(),
        (None, _) => escapes.next(),
        _ => plain.next(),
    })
}

/// The key before a separator, without quotation marks, brackets and colours round it, and whether there are marks.
fn key_before(text: &[u8], at: usize) -> Option<(Range, bool)> {
    let mut end = back(text, at, at.saturating_sub(WIDEST), |b| matches!(b, b' ' | b'\t'));
    end -= usize::from(before(text, end) == b']');
    let is_quoted = matches!(before(text, end), b'"' | b'\'');
    if is_quoted {
        end = back(text, end - 1, end.saturating_sub(LONGEST), |b| b == b'\\');
    }
    if before(text, end) == b'm' {
        end = ansi_start(&text[..end]).unwrap_or(end);
    }
    let is_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let start = back(text, end, end.saturating_sub(LONGEST), is_key);
    (start < end).then_some((start..end, is_quoted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::document::Part;
    use crate::rules::fault::Place;

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let rules = [Rule { label: "x".into(), kind: Kind::User(0), part: Part::Keys, place: Place::default() }];
        let keys: Vec<_> = names.iter().map(|name| (plain(name).expect("a key"), 0)).collect();
        let mut found = Vec::new();
        let keys = Keys::new(&keys, &rules).expect("keys");
        keys.find(text.as_bytes(), &mut |range, _| found.push(text[range].to_owned()));
        found
    }

    /// A key is understood however it is written and whatever stands before it, but not as the end of another word.
    #[test]
    fn spellings() {
        for text in [
            "customer_no=A17",
            "customerNo: A17",
            r#"{"customer-no":"A17"}"#,
            r#""{\"CustomerNo\": \"A17\"}""#,
            "customer_no%3DA17&x",
            "last.customer.no = A17",
            "customer_no\\u003dA17",
        ] {
            assert_eq!(found(&["customer_no"], text), ["A17"], "{text}");
        }
        assert_eq!(found(&["customer_no"], "excustomerno=A17 customer_no_of=2 customer=3"), [""; 0]);
    }

    /// Names that could hide every value, or stand in no key, are none.
    #[test]
    fn names() {
        for bad in ["", "a", "_a_", "12", "kunden nr", "stra\u{df}e", &"a".repeat(65)] {
            assert_eq!(plain(bad), None, "{bad}");
        }
        assert_eq!(plain("X-Kunden.Nr_2"), Some("xkundennr2".to_owned()));
    }
}
