//! The look-up at the start of a word, made at compile time: three bytes of a word, or the two before it, lead to the few forms
//! that they may belong to.
//!
//! A form whose prefix is made of word characters is entered under the first three of them. One with a dot or colon in its prefix
//! (`hvs.`) begins before the word that is looked at, so it is entered under the two bytes before that word. Where fewer bytes are
//! given, it is entered under each byte that may stand there.

use super::form::{Alphabet, Form};

/// The forms of all providers.
const GROUPS: &[&[Form]] = super::GROUPS;

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

/// The forms, those with short prefixes first.
static FORMS: [&Form; COUNT] = by_length();

/// How many entries all forms have together.
const ENTRIES: usize = {
    let (mut count, mut index) = (0, 0);
    while index < COUNT {
        count += keys(FORMS[index]).count();
        index += 1;
    }
    count
};

static TABLE: Table = Table::new();

const fn by_length() -> [&'static Form; COUNT] {
    let mut forms = [&GROUPS[0][0]; COUNT];
    let (mut filled, mut length) = (0, 0);
    while filled < COUNT {
        let mut group = GROUPS.len();
        while group > 0 {
            group -= 1;
            let mut index = GROUPS[group].len();
            while index > 0 {
                index -= 1;
                if GROUPS[group][index].prefix.len() == length {
                    forms[filled] = &GROUPS[group][index];
                    filled += 1;
                }
            }
        }
        length += 1;
    }
    forms
}

/// What a form is entered under: bytes, and the set of those that may stand in the place of one that is not given.
struct Keys {
    bytes: [u8; 3],
    open: Option<(usize, Alphabet)>,
}

impl Keys {
    const fn count(&self) -> usize {
        let Some((_, open)) = self.open else { return 1 };
        let (mut count, mut byte) = (0, 0);
        while byte < 128 {
            count += open.holds(byte) as usize;
            byte += 1;
        }
        count
    }
}

const fn keys(form: &Form) -> Keys {
    let (prefix, anchor) = (form.prefix, form.anchor());
    match anchor {
        0 if prefix.len() >= 3 => Keys { bytes: [prefix[0], prefix[1], prefix[2]], open: None },
        0 => Keys { bytes: [prefix[0], prefix[1], 0], open: Some((2, form.next)) },
        1 => Keys { bytes: [0, prefix[0], 0], open: Some((0, form.last)) },
        _ => Keys { bytes: [prefix[anchor - 2], prefix[anchor - 1], 0], open: None },
    }
}

/// One form under one key; `next` is one more than the index of the next of the same slot.
#[derive(Clone, Copy)]
struct Entry {
    form: u16,
    next: u16,
}

/// For each slot one more than the index of its first entry, or 0.
struct Table {
    heads: [u16; 1 << 12],
    tails: [u16; 1 << 9],
    entries: [Entry; ENTRIES],
}

const fn hash(a: u8, b: u8, c: u8) -> u32 {
    (a as u32 | (b as u32) << 8 | (c as u32) << 16).wrapping_mul(0x9e37_79b1)
}

const fn head(a: u8, b: u8, c: u8) -> usize {
    (hash(a, b, c) >> 20) as usize
}

const fn tail(a: u8, b: u8) -> usize {
    (hash(a, b, 0) >> 23) as usize
}

impl Table {
    const fn new() -> Self {
        let entries = [Entry { form: 0, next: 0 }; ENTRIES];
        let mut table = Self { heads: [0; 1 << 12], tails: [0; 1 << 9], entries };
        let (mut index, mut used) = (0, 0);
        while index < COUNT {
            let Keys { mut bytes, open } = keys(FORMS[index]);
            let mut byte = 0;
            while byte < 128 {
                if let Some((place, open)) = open
                    && open.holds(byte)
                {
                    bytes[place] = byte;
                    table.enter(&mut used, index, bytes);
                }
                byte += 1;
            }
            if open.is_none() {
                table.enter(&mut used, index, bytes);
            }
            index += 1;
        }
        table
    }

    /// Puts a form before the others of its slot.
    const fn enter(&mut self, used: &mut usize, form: usize, [a, b, c]: [u8; 3]) {
        let slot = if FORMS[form].anchor() == 0 { &mut self.heads[head(a, b, c)] } else { &mut self.tails[tail(a, b)] };
        self.entries[*used] = Entry { form: form as u16, next: *slot };
        *used += 1;
        *slot = *used as u16;
    }
}

/// Calls `look` with the forms that may stand at the word at `start`, longer prefixes first, until one does.
#[inline]
pub fn first<T>(text: &[u8], start: usize, mut look: impl FnMut(&Form) -> Option<T>) -> Option<T> {
    let tail = match text[..start] {
        [.., a, b] => TABLE.tails[tail(a, b)],
        _ => 0,
    };
    let head = match text[start..] {
        [a, b, c, ..] => TABLE.heads[head(a, b, c)],
        _ => 0,
    };
    for mut entry in [tail, head] {
        while entry != 0 {
            let Entry { form, next } = TABLE.entries[usize::from(entry) - 1];
            if let Some(found) = look(FORMS[usize::from(form)]) {
                return Some(found);
            }
            entry = next;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each form is found under each byte that may follow or go before its prefix, and slots stay short.
    #[test]
    fn every_form_is_entered() {
        for form in FORMS {
            let last = (0..128).find(|&b| form.last.holds(b)).expect("a byte");
            let next = (0..128).rfind(|&b| form.next.holds(b)).expect("a byte");
            let text = [&[last], form.prefix, &[next, next, next]].concat();
            let mut looks = 0;
            let found = first(&text, 1 + form.anchor(), |other| {
                looks += 1;
                (other.prefix == form.prefix && other.kind == form.kind).then_some(())
            });
            assert!(found.is_some() && looks <= 16, "{} after {looks}", String::from_utf8_lossy(form.prefix));
        }
    }

    /// A form that fails has read little, so that no line of many prefixes costs more than its length.
    #[test]
    fn no_form_reads_on_for_nothing() {
        for form in FORMS {
            assert!(form.is_bounded(), "{}", String::from_utf8_lossy(form.prefix));
        }
    }
}
