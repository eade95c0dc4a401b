//! What masking has put into a line: stars, labels of known kinds, sealed values. A user's rule must not mask it again, or masking
//! twice would not be masking once.

use crate::detect::keys::masks::mask_length;
use crate::detect::text::{Range, back, before, byte, skip};
use crate::kind::Kind;

/// The longest name of a kind.
const LONGEST: usize = 24;

/// Knows the labels that this masker writes.
#[derive(Clone, Copy)]
pub struct Masks<'a> {
    /// Kinds of the rules file.
    pub own: &'a [String],
}

impl Masks<'_> {
    /// The range without labels at its ends; nothing if it holds no letter, digit or foreign byte outside of masks, but a mask.
    #[must_use]
    pub fn trim(&self, text: &[u8], range: Range) -> Option<Range> {
        let start = self.label_round(text, range.start).map_or(range.start, |label| label.end);
        let end = self.label_round(text, range.end).map_or(range.end, |label| label.start);
        (start < end && !self.is_masked(&text[start..end])).then_some(start..end)
    }

    /// The label that a place stands inside of.
    fn label_round(&self, text: &[u8], at: usize) -> Option<Range> {
        let is_name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        let start = back(text, at, at.saturating_sub(LONGEST + 1), is_name);
        let open = start.checked_sub(1).filter(|_| before(text, start) == b'<')?;
        let end = self.label_end(text, open)?;
        (at > open && at < end).then_some(open..end)
    }

    /// The end of the label that begins at `open`.
    fn label_end(&self, text: &[u8], open: usize) -> Option<usize> {
        let is_name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        let limit = text.len().min(open + LONGEST + 2);
        let end = skip(&text[..limit], open + 1, is_name);
        let name = core::str::from_utf8(&text[open + 1..end]).ok()?.to_ascii_lowercase();
        let is_known = Kind::from_name(&name).is_some() || self.own.contains(&name);
        (byte(text, end) == b'>' && is_known).then_some(end + 1)
    }

    fn is_masked(&self, content: &[u8]) -> bool {
        let (mut at, mut masks) = (0, 0);
        while at < content.len() {
            let length = match content[at] {
                b'<' => self.label_end(content, at).map_or(0, |end| end - at),
                _ => mask_length(&content[at..]),
            };
            if length == 0 && (content[at].is_ascii_alphanumeric() || content[at] >= 0x80) {
                return false;
            }
            masks += length;
            at += length.max(1);
        }
        masks > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(text: &str, part: &str) -> Option<String> {
        let start = text.find(part).expect("the part");
        let own = ["codename".to_owned()];
        let masks = Masks { own: &own };
        masks.trim(text.as_bytes(), start..start + part.len()).map(|range| text[range].to_owned())
    }

    /// Masks are taken for what they are, whatever part of them a rule hits; what only looks like a label is text.
    #[test]
    fn masks_stay() {
        assert_eq!(trimmed("user ***, x", "***, "), None);
        assert_eq!(trimmed("user <EMAIL> x", "EMAIL"), None);
        assert_eq!(trimmed("user <CODENAME> x", "NAME> x"), Some(" x".into()));
        assert_eq!(trimmed("user <ALICE> x", "ALICE"), Some("ALICE".into()));
        assert_eq!(trimmed("a <EMAIL> b", "a <EMA"), Some("a ".into()));
        assert_eq!(trimmed("--- x", "---"), Some("---".into()));
    }
}
