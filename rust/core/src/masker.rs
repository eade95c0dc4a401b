//! The flow of masking, in order: detect -> resolve -> settle -> place in JSON -> seal -> emit. Text in, text out, nothing else.
//!
//! A finding never spans a line end, so the flow works on chunks of whole lines; only an open private key block is carried from
//! chunk to chunk, and by [`Stream`] from call to call.

use std::sync::Arc;

use crate::detect::Span;
use crate::detect::csv::Header;
use crate::detect::detector::Detector;
use crate::detect::kinds::private_key::Block;
use crate::detect::text::{Range, line_end};
use crate::emit::emit;
use crate::rules::explain::{Explainer, Seen};
use crate::ruleset::Ruleset;
use crate::seal::Sealer;
use crate::settle::Settler;

/// Bytes per chunk: the bits of a chunk stay in the first-level cache. A longer line is a chunk of its own.
const CHUNK: usize = 16 * 1024;

/// What is carried from line to line.
#[derive(Clone, Default)]
struct State {
    block: Block,
    header: Header,
}

impl State {
    /// For a whole text: one line has nothing under it that it could be the header of.
    fn of(text: &[u8]) -> Self {
        let header = if line_end(text, 0) + 1 < text.len() { Header::default() } else { Header::none() };
        Self { header, ..Self::default() }
    }
}

/// Masks text by a ruleset.
pub struct Masker {
    rules: Arc<Ruleset>,
    /// The rules as they hold now: one-way while nobody holds the day secret.
    now: Arc<Ruleset>,
    parts: Parts,
    explainer: Explainer,
}

/// What works on a text, apart from the rules it works by.
#[derive(Default)]
struct Parts {
    sealer: Option<Sealer>,
    detector: Detector,
    settler: Settler,
}

impl Masker {
    /// A masker without a key: in style `seal` it writes stars until [`Masker::set_sealer`] is called.
    #[must_use]
    pub fn new(rules: Ruleset) -> Self {
        let rules = Arc::new(rules);
        let now = Arc::clone(&rules);
        Self { rules, now, parts: Parts::default(), explainer: Explainer::default() }
    }

    /// Seals with the keys of another service-day from now on, or with none. `is_one_way`: nobody holds the day secret, so every
    /// value is sealed in mode `o`, whatever the rules say.
    pub fn set_sealer(&mut self, sealer: Option<Sealer>, is_one_way: bool) {
        self.parts.sealer = sealer;
        self.now = if is_one_way { Arc::new(self.rules.one_way()) } else { Arc::clone(&self.rules) };
    }

    /// Masks by other rules from now on. Returns false, and changes nothing, if the sealer lacks the key of a kind they name: then
    /// they come with a new sealer, in [`Masker::set_rules_and_sealer`].
    pub fn set_rules(&mut self, rules: Ruleset) -> bool {
        if !self.parts.sealer.as_mut().is_none_or(|sealer| sealer.take_kinds(rules.own_kinds())) {
            return false;
        }
        let is_one_way = self.now.is_one_way();
        self.rules = Arc::new(rules);
        self.now = if is_one_way { Arc::new(self.rules.one_way()) } else { Arc::clone(&self.rules) };
        true
    }

    /// Both at once, so that no line is masked by the one without the other.
    pub fn set_rules_and_sealer(&mut self, rules: Ruleset, sealer: Sealer, is_one_way: bool) {
        self.rules = Arc::new(rules);
        self.set_sealer(Some(sealer), is_one_way);
    }

    /// Whether it has keys to seal with.
    #[must_use]
    pub const fn has_sealer(&self) -> bool {
        self.parts.sealer.is_some()
    }

    /// Whether a value was masked one-way because it is too long to be sealed.
    #[must_use]
    pub fn has_withheld(&self) -> bool {
        self.parts.sealer.as_ref().is_some_and(Sealer::has_withheld)
    }

    /// The rules as they hold now.
    #[must_use]
    pub fn rules_now(&self) -> &Ruleset {
        &self.now
    }

    /// The rules it was given last.
    #[must_use]
    pub fn rules(&self) -> &Ruleset {
        &self.rules
    }

    /// Appends `text` to `out`, masked; returns false, and appends nothing, if nothing in it is to be masked.
    pub fn mask(&mut self, text: &[u8], out: &mut Vec<u8>) -> bool {
        self.mask_lines(text, &mut State::of(text), out)
    }

    /// As [`Masker::mask`], with the state that a stream carries.
    fn mask_lines(&mut self, text: &[u8], state: &mut State, out: &mut Vec<u8>) -> bool {
        let mut written = 0;
        let (parts, rules) = (&mut self.parts, &*self.now);
        let mut chunks = Chunks::new(text);
        while let Some(chunk) = parts.next(&mut chunks, state, rules) {
            if parts.detector.pieces.is_empty() {
                continue;
            }
            out.reserve(chunk.end - written + chunk.len() / 2);
            out.extend_from_slice(&text[written..chunk.start]);
            emit(&text[chunk.clone()], 0..chunk.len(), &parts.detector.pieces, rules, parts.sealer.as_mut(), out, None);
            written = chunk.end;
        }
        if written > 0 {
            out.extend_from_slice(&text[written..]);
        }
        written > 0
    }

    /// What would be replaced in `text`, in order.
    pub fn find(&mut self, text: &[u8]) -> Vec<Span> {
        let (mut found, mut state, parts) = (Vec::new(), State::of(text), &mut self.parts);
        let mut chunks = Chunks::new(text);
        while let Some(chunk) = parts.next(&mut chunks, &mut state, &self.now) {
            let moved = |span: Span| Span { start: span.start + chunk.start, end: span.end + chunk.start, ..span };
            found.extend(parts.detector.pieces.iter().map(|piece| moved(piece.span)));
        }
        found
    }

    /// What is seen in one line and why, what is masked of it and what is left.
    pub fn explain(&mut self, line: &[u8]) -> Vec<Seen> {
        self.explainer.seen(line, &self.now)
    }
}

impl Parts {
    /// The next chunk; the detector's pieces are what is to be replaced in it, so that masking it again would find nothing.
    fn next(&mut self, chunks: &mut Chunks, state: &mut State, rules: &Ruleset) -> Option<Range> {
        loop {
            let chunk = chunks.next(&state.block)?;
            let text = &chunks.text[chunk.clone()];
            if chunks.is_single() {
                self.detect_line(text, state, rules);
                return Some(chunk);
            }
            // Where a chunk is looked at again, so is the header.
            let header = state.header.clone();
            if !self.detector.detect(text, None, &mut state.header, rules) {
                let (by_rules, pieces) = (self.detector.has_own, &mut self.detector.pieces);
                self.settler.settle(text, pieces, by_rules, rules, self.sealer.as_mut());
                return Some(chunk);
            }
            state.header = header;
            chunks.again_line_by_line(chunk);
        }
    }

    /// Detection in one line where key blocks are about.
    fn detect_line(&mut self, line: &[u8], state: &mut State, rules: &Ruleset) {
        let before = state.block;
        self.detector.detect(line, Some(&mut state.block), &mut state.header, rules);
        let pieces = &mut self.detector.pieces;
        let after = self.settler.settle_block(line, before, pieces, rules, self.sealer.as_mut());
        // The mark of a block may be part of what was replaced: the key that follows it is one all the same.
        state.block.is_open |= after.is_open;
    }
}

/// Cuts a text into whole lines of about [`CHUNK`] bytes together, or single lines where key blocks are about; the last may lack
/// its line feed.
struct Chunks<'a> {
    text: &'a [u8],
    start: usize,
    /// Up to where lines come one by one.
    single: usize,
}

impl<'a> Chunks<'a> {
    const fn new(text: &'a [u8]) -> Self {
        Self { text, start: 0, single: 0 }
    }

    fn next(&mut self, block: &Block) -> Option<Range> {
        let start = self.start;
        if start == self.text.len() {
            return None;
        }
        let mut end = self.lines_end();
        if block.is_open {
            self.single = self.single.max(end);
        }
        if start < self.single {
            end = self.text.len().min(line_end(self.text, start) + 1);
        }
        self.start = end;
        Some(start..end)
    }

    /// Whether the last chunk is a single line that may hold a key block or a part of one.
    const fn is_single(&self) -> bool {
        self.start <= self.single
    }

    /// Takes a chunk back, to give it out line by line.
    const fn again_line_by_line(&mut self, chunk: Range) {
        (self.start, self.single) = (chunk.start, chunk.end);
    }

    fn lines_end(&self) -> usize {
        let (start, text) = (self.start, self.text);
        let least = text.len().min(start + CHUNK);
        memchr::memrchr(b'\n', &text[start..least])
            .map(|index| start + index + 1)
            .or_else(|| memchr::memchr(b'\n', &text[least..]).map(|index| least + index + 1))
            .filter(|_| least < text.len())
            .unwrap_or(text.len())
    }
}

/// Masks a stream: holds back its unfinished last line, and remembers an open private key block.
#[derive(Clone, Default)]
pub struct Stream {
    held: Vec<u8>,
    state: State,
}

impl Stream {
    /// Appends to `out` the masked lines that `bytes` completes.
    pub fn feed(&mut self, masker: &mut Masker, bytes: &[u8], out: &mut Vec<u8>) {
        let Some(last) = memchr::memrchr(b'\n', bytes) else {
            self.held.extend_from_slice(bytes);
            return;
        };
        let (lines, rest) = bytes.split_at(last + 1);
        if self.held.is_empty() {
            self.write(masker, lines, out);
        } else {
            let mut whole = core::mem::take(&mut self.held);
            whole.extend_from_slice(lines);
            self.write(masker, &whole, out);
        }
        self.held.extend_from_slice(rest);
    }

    /// Appends to `out` the last line, if it lacked its line feed.
    pub fn finish(&mut self, masker: &mut Masker, out: &mut Vec<u8>) {
        let rest = core::mem::take(&mut self.held);
        self.write(masker, &rest, out);
        self.state = State::default();
    }

    fn write(&mut self, masker: &mut Masker, lines: &[u8], out: &mut Vec<u8>) {
        if !masker.mask_lines(lines, &mut self.state, out) {
            out.extend_from_slice(lines);
        }
    }
}
