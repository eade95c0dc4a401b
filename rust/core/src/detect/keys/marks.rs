//! Whether a place of a line is inside a text in double quotes: a mark there closes that text and opens no value
//! (`{"msg":"enter password: ","next":1}`), and a value in single quotes ends with it (`{"msg":"user='bob"}`).

use crate::detect::text::{back, byte, skip};

/// Depths of escaping that are told apart; deeper ones count as the deepest.
const DEPTHS: usize = 4;

/// Remembers how many double quotes a line had so far, so that a line is read once however many values it has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    at: usize,
    is_odd: [bool; DEPTHS],
}

impl Marks {
    /// Knows of no open text, and reads nothing to learn of one: for values that are not looked at in the order they stand in.
    #[must_use]
    pub const fn blind() -> Self {
        Self { at: usize::MAX, is_odd: [false; DEPTHS] }
    }

    /// Whether the double quote at `mark` closes a text that was open at `from`: it was open, and what follows is what follows a
    /// string in JSON. Questions about a text have to come in the order of `from`.
    pub fn closes(&mut self, text: &[u8], from: usize, mark: usize) -> bool {
        let next = skip(text, mark + 1, |b| matches!(b, b' ' | b'\t' | b'\\' | b'\r'));
        matches!(byte(text, next), b',' | b'}' | b']' | b':' | b'\n' | b'"') && self.is_open(text, from, mark)
    }

    /// Whether a text that a double quote like the one at `mark` would close is open at `from`.
    pub fn is_open(&mut self, text: &[u8], from: usize, mark: usize) -> bool {
        self.read_to(text, from);
        self.is_odd[depth(text, mark)]
    }

    fn read_to(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            let Some(length) = memchr::memchr2(b'"', b'\n', &text[self.at..to]) else {
                self.at = to;
                return;
            };
            let mark = self.at + length;
            match text[mark] {
                b'\n' => self.is_odd = [false; DEPTHS],
                _ => self.is_odd[depth(text, mark)] ^= true,
            }
            self.at = mark + 1;
        }
    }
}

/// How deeply the document is nested whose double quote stands at `mark`: 0, 1, 3, 7 backslashes stand before it, and an escaped
/// backslash more or less changes nothing of that.
fn depth(text: &[u8], mark: usize) -> usize {
    let slashes = mark - back(text, mark, mark.saturating_sub(64), |b| b == b'\\');
    (slashes.trailing_ones() as usize).min(DEPTHS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mark closes what a mark of the same depth opened on the same line, if JSON could go on after it.
    #[test]
    fn closing() {
        for (text, expected) in [
            (r#"{"msg":"password: ","#, true),
            (r#"{"msg":"password: " x"#, false),
            (r#"msg: password: ","#, false),
            (r#"{\"msg\":\"password: \","#, true),
            ("a \"\npassword: \",", false),
            (r#"{"a":"\\","msg":"password: "}"#, true),
        ] {
            let from = text.find("password: ").expect("the key") + 10;
            let mark = from + text[from..].find('"').expect("a mark");
            assert_eq!(Marks::default().closes(text.as_bytes(), from, mark), expected, "{text}");
        }
    }

    /// Without knowledge no mark closes anything: on doubt it opens a value.
    #[test]
    fn blind() {
        assert!(!Marks::blind().closes(br#"{"msg":"password: ","#, 18, 18));
    }
}
