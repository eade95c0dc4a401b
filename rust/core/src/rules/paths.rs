//! Paths of JSON documents in a line: `user.profile.*`. The document is read once, from left to right, without a tree; the
//! state of all paths is one set of bits per open object (an NFA whose steps are shifts). A document that is cut off or broken is
//! read as far as it goes; what follows a masked key in it is masked to the end of the line.

use std::collections::HashMap;

use super::document::Segment;
use crate::detect::text::{Range, byte, skip};

/// All paths of a file.
pub struct Paths {
    /// Words of 64 bits in a set.
    width: usize,
    /// Which places a key takes one step on.
    keys: HashMap<Vec<u8>, Vec<u64>>,
    any: Vec<u64>,
    /// Which places stay where they are at every key, and go on without one.
    deep: Vec<u64>,
    first: Vec<u64>,
    /// The last place of each path, and its rule, in the order of the file.
    last: Vec<(usize, u32)>,
}

/// The buffers for one thread.
#[derive(Default)]
pub struct Scratch {
    sets: Vec<u64>,
    open: Vec<Open>,
    key: Vec<u8>,
}

/// An object or list that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    is_object: bool,
    at: At,
}

/// Where a value stands: its set of places, and the rule that masks it.
#[derive(Clone, Copy)]
struct At {
    set: usize,
    rule: Option<u32>,
}

enum Next {
    Value,
    Key,
    Mark,
}

const fn bit(place: usize) -> (usize, u64) {
    (place / 64, 1 << (place % 64))
}

impl Paths {
    /// Compiles paths; `None` if there are none.
    #[must_use]
    pub fn new(paths: &[(Vec<Segment>, u32)]) -> Option<Self> {
        let places: usize = paths.iter().map(|(segments, _)| segments.len() + 1).sum();
        let width = places.div_ceil(64);
        let empty = || vec![0; width];
        let mut made =
            Self { width, keys: HashMap::new(), any: empty(), deep: empty(), first: empty(), last: Vec::new() };
        let mut place = 0;
        for (segments, rule) in paths {
            set(&mut made.first, place);
            for segment in segments {
                match segment {
                    Segment::Key(key) => set(made.keys.entry(key.clone().into_bytes()).or_insert_with(empty), place),
                    Segment::Any => set(&mut made.any, place),
                    Segment::Deep => set(&mut made.deep, place),
                }
                place += 1;
            }
            made.last.push((place, *rule));
            place += 1;
        }
        let mut first = core::mem::take(&mut made.first);
        made.step_over(0, &mut first);
        made.first = first;
        (!paths.is_empty()).then_some(made)
    }

    /// `**` may stand for no key at all.
    fn step_over(&self, from: usize, sets: &mut [u64]) {
        let mut carry = 0;
        for (bits, deep) in sets.iter_mut().skip(from).zip(&self.deep) {
            let passing = *bits & deep;
            *bits |= passing << 1 | carry;
            carry = passing >> 63;
        }
    }

    /// Finds the values in one line.
    pub fn find(&self, line: &[u8], scratch: &mut Scratch, found: &mut impl FnMut(Range, u32)) {
        let blank = skip(line, 0, |b| matches!(b, b' ' | b'\t'));
        let mut at = if byte(line, blank) == b'[' { self.document(line, blank, scratch, found) } else { 0 };
        while let Some(open) = memchr::memchr(b'{', &line[at..]) {
            at = self.document(line, at + open, scratch, found);
        }
    }

    /// Reads the document that begins at `from`; returns where it ends or is none any more, past `from`.
    fn document(&self, line: &[u8], from: usize, scratch: &mut Scratch, found: &mut impl FnMut(Range, u32)) -> usize {
        let Scratch { sets, open, key } = scratch;
        open.clear();
        sets.clear();
        sets.extend_from_slice(&self.first);
        let mut reader = Reader { line, at: from, found };
        let (mut here, mut next) = (At { set: 0, rule: None }, Next::Value);
        loop {
            reader.at = skip(line, reader.at, |b| matches!(b, b' ' | b'\t' | b'\r'));
            let mark = byte(line, reader.at);
            match (&next, mark) {
                (Next::Value, b'{' | b'[') => {
                    open.push(Open { is_object: mark == b'{', at: here });
                    reader.at += 1;
                    next = if mark == b'{' { Next::Key } else { Next::Value };
                }
                (Next::Key, b'"') if reader.key(key) => {
                    let Some(top) = open.last() else { return reader.at };
                    here = self.child(top.at, key, sets);
                    next = Next::Value;
                }
                (_, b'}' | b']') => {
                    let closed = open.pop().filter(|top| top.is_object == (mark == b'}'));
                    reader.at += 1;
                    if closed.is_none() || open.is_empty() {
                        return reader.at;
                    }
                    next = Next::Mark;
                }
                (Next::Mark, b',') => {
                    let Some(top) = open.last() else { return reader.at };
                    (here, next) = (top.at, if top.is_object { Next::Key } else { Next::Value });
                    reader.at += 1;
                }
                (Next::Value, _) if reader.scalar(here.rule) => next = Next::Mark,
                _ => return reader.at.max(from + 1),
            }
        }
    }

    /// The place of a value under a key. A dot in a key parts levels, as in documents that were flattened.
    fn child(&self, parent: At, key: &[u8], sets: &mut Vec<u64>) -> At {
        let set = parent.set + self.width;
        sets.truncate(set);
        sets.extend_from_within(parent.set..set);
        let mut rule = parent.rule;
        for part in key.split(|&b| b == b'.') {
            self.step(part, &mut sets[set..]);
            rule = rule.or_else(|| self.rule(&sets[set..]));
        }
        At { set, rule }
    }

    fn step(&self, key: &[u8], set: &mut [u64]) {
        let named = self.keys.get(key);
        let mut carry = 0;
        for (index, bits) in set.iter_mut().enumerate() {
            let going = *bits & (self.any[index] | named.map_or(0, |named| named[index]));
            let staying = *bits & self.deep[index];
            *bits = going << 1 | staying | carry;
            carry = going >> 63;
        }
        self.step_over(0, set);
    }

    fn rule(&self, set: &[u64]) -> Option<u32> {
        if self.last.len() == 1 {
            let (place, rule) = self.last[0];
            return has(set, place).then_some(rule);
        }
        self.last.iter().find(|(place, _)| has(set, *place)).map(|(_, rule)| *rule)
    }
}

fn set(set: &mut [u64], place: usize) {
    let (word, bit) = bit(place);
    set[word] |= bit;
}

fn has(set: &[u64], place: usize) -> bool {
    let (word, bit) = bit(place);
    set[word] & bit != 0
}

struct Reader<'a, F> {
    line: &'a [u8],
    at: usize,
    found: &'a mut F,
}

impl<F: FnMut(Range, u32)> Reader<'_, F> {
    /// Reads a key and its colon; its text in lower case goes to `key`.
    fn key(&mut self, key: &mut Vec<u8>) -> bool {
        let (content, end) = self.string();
        key.clear();
        unescape(&self.line[content], key);
        key.make_ascii_lowercase();
        self.at = skip(self.line, end, |b| matches!(b, b' ' | b'\t'));
        let is_key = byte(self.line, self.at) == b':';
        self.at += usize::from(is_key);
        is_key
    }

    /// Reads a text, number or word; tells it if a rule masks it. `true`, `false` and `null` say nothing about anybody.
    fn scalar(&mut self, rule: Option<u32>) -> bool {
        let from = self.at;
        let range = match byte(self.line, from) {
            b'"' => {
                let (content, end) = self.string();
                self.at = end;
                content
            }
            b'-' | b'0'..=b'9' => {
                self.at = skip(self.line, from, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'));
                from..self.at
            }
            b't' | b'f' | b'n' => {
                self.at = skip(self.line, from, |b| b.is_ascii_lowercase());
                from..from
            }
            _ => return false,
        };
        if let Some(rule) = rule.filter(|_| !range.is_empty()) {
            (self.found)(range, rule);
        }
        true
    }

    /// The content of the text that begins here, and where it ends; without a closing mark both end with the line.
    fn string(&self) -> (Range, usize) {
        let (line, start) = (self.line, self.at + 1);
        let mut at = start;
        while let Some(length) = memchr::memchr2(b'"', b'\\', &line[at.min(line.len())..]) {
            at += length;
            if line[at] == b'"' {
                return (start..at, at + 1);
            }
            at += 2;
        }
        (start..line.len(), line.len())
    }
}

/// The text of a JSON string; an escape that is none stands for itself.
fn unescape(content: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < content.len() {
        let digits = content.get(at + 2..at + 6).and_then(|digits| core::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match (content[at], content.get(at + 1), code) {
            (b'\\', Some(b'u'), Some(letter)) => {
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                at += 6;
            }
            (b'\\', Some(&escaped), _) => {
                out.push(escaped);
                at += 2;
            }
            (other, ..) => {
                out.push(other);
                at += 1;
            }
        }
    }
}
