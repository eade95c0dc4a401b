//! Second step of detection: what a token that ends at an anchor is, by its shape. A shape is how long a token is, where its digits
//! are and where its upper-case letters are; three words of bits say so, and one look-up knows the kinds that have it.

use std::sync::LazyLock;

use super::anchors::Token;
use super::kinds::SPECS;
use super::spec::Form;
use crate::kind::Kind;

/// The longest token that a form may have.
const LONGEST: u32 = 24;

static FORMS: LazyLock<Forms> = LazyLock::new(Forms::new);

/// The kind of a token, as bits and as it stands in the text.
#[must_use]
pub fn kind(token: Token, text: &[u8]) -> Option<Kind> {
    if token.length > LONGEST || token.digit == 0 {
        return None;
    }
    FORMS.find(key(token), text)
}

const fn key(token: Token) -> u64 {
    (token.length as u64) << 48 | token.upper << 24 | token.digit
}

/// The key of a shape as a form writes it.
fn key_of(shape: &str) -> u64 {
    let bits =
        |wanted: u8| shape.bytes().enumerate().fold(0, |bits, (index, b)| bits | u64::from(b == wanted) << index);
    key(Token { length: shape.len() as u32, digit: bits(b'9'), upper: bits(b'A'), space: 0 })
}

/// The forms of all kinds by the key of their shape: an open-addressed table, so that a miss costs one load.
struct Forms {
    slots: Vec<(u64, u32)>,
    forms: Vec<(&'static Form, Kind)>,
}

const SLOTS: usize = 1024;

impl Forms {
    fn new() -> Self {
        let mut forms: Vec<(u64, &Form, Kind)> = SPECS
            .iter()
            .flat_map(|specs| specs.iter())
            .flat_map(|spec| spec.forms.iter().map(|form| (key_of(form.shape), form, spec.kind)))
            .collect();
        forms.sort_by_key(|&(key, ..)| key);
        let mut slots = vec![(0, 0); SLOTS];
        for (index, pair) in forms.iter().enumerate() {
            if index == 0 || forms[index - 1].0 != pair.0 {
                let mut slot = slot(pair.0);
                while slots[slot].0 != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] = (pair.0, index as u32);
            }
        }
        Self { slots, forms: forms.into_iter().map(|(_, form, kind)| (form, kind)).collect() }
    }

    fn find(&self, key: u64, text: &[u8]) -> Option<Kind> {
        let mut slot = slot(key);
        while self.slots[slot].0 != key {
            if self.slots[slot].0 == 0 {
                return None;
            }
            slot = (slot + 1) % SLOTS;
        }
        let first = self.slots[slot].1 as usize;
        let fits = |form: &Form| separators_fit(form.shape, text) && (form.check)(text);
        self.forms[first..]
            .iter()
            .take_while(|(form, _)| key_of(form.shape) == key)
            .find(|(form, _)| fits(form))
            .map(|&(_, kind)| kind)
    }
}

fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize
}

fn separators_fit(shape: &str, text: &[u8]) -> bool {
    shape.bytes().zip(text).all(|(form, &byte)| matches!(form, b'9' | b'A') || form == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every form can be met: its length is that of a token, its separators stand alone between digits or letters, and spaces only
    /// between digits.
    #[test]
    fn forms_are_tokens() {
        for (spec, form) in
            SPECS.iter().flat_map(|specs| specs.iter()).flat_map(|s| s.forms.iter().map(move |f| (s, f)))
        {
            let shape = form.shape.as_bytes();
            let name = spec.kind.name();
            assert!((7..=LONGEST as usize).contains(&shape.len()), "{name} {}", form.shape);
            assert!(shape.contains(&b'9'), "{name}: a token has a digit");
            let is_code = |b: &u8| matches!(b, b'9' | b'A');
            assert!(is_code(&shape[0]) && is_code(&shape[shape.len() - 1]), "{name}");
            for part in shape.windows(3).filter(|part| !is_code(&part[1])) {
                assert!(is_code(&part[0]) && is_code(&part[2]), "{name}: separators stand alone");
                assert!(b"-./ ".contains(&part[1]), "{name}: a separator");
                assert!(part[1] != b' ' || part[0] == b'9' && part[2] == b'9', "{name}: spaces between digits");
            }
        }
    }
}
