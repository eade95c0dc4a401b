//! The flow of masking, in order: detect -> resolve -> place in JSON -> seal -> emit. Text in, text out, nothing else.
//!
//! A finding never spans a line end, so the flow works on chunks of whole lines; only an open private key block is carried from
//! chunk to chunk, and by [`Stream`] from call to call.

use crate::detect::Span;
use crate::detect::candidates::Finder;
use crate::detect::kinds::private_key::Block;
use crate::detect::resolve::{Piece, resolve};
use crate::detect::text::Range;
use crate::emit::emit;
use crate::ruleset::Ruleset;
use crate::seal::{Sealer, format};

/// Bytes per chunk: the bits of a chunk stay in the first-level cache. A longer line is a chunk of its own.
const CHUNK: usize = 16 * 1024;

/// Masks text by a ruleset.
pub struct Masker {
    rules: Ruleset,
    is_one_way: bool,
    sealer: Option<Sealer>,
    finder: Finder,
    spans: Vec<Span>,
    sealed: Vec<Range>,
    pieces: Vec<Piece>,
}

impl Masker {
    /// A masker without a key: in style `seal` it writes stars until [`Masker::set_sealer`] is called.
    #[must_use]
    pub fn new(rules: Ruleset) -> Self {
        let (spans, sealed, pieces) = (Vec::new(), Vec::new(), Vec::new());
        Self { rules, is_one_way: false, sealer: None, finder: Finder::default(), spans, sealed, pieces }
    }

    /// Seals with the keys of another service-day from now on, or with none. `is_one_way`: nobody holds the day secret, so every
    /// value is sealed in mode `o`, whatever the rules say.
    pub fn set_sealer(&mut self, sealer: Option<Sealer>, is_one_way: bool) {
        (self.sealer, self.is_one_way) = (sealer, is_one_way);
    }

    /// Appends `text` to `out`, masked; returns false, and appends nothing, if nothing in it is to be masked.
    pub fn mask(&mut self, text: &[u8], out: &mut Vec<u8>) -> bool {
        self.mask_lines(text, &mut Block::default(), out)
    }

    /// As [`Masker::mask`], with the state that a stream carries.
    fn mask_lines(&mut self, text: &[u8], block: &mut Block, out: &mut Vec<u8>) -> bool {
        let mut written = 0;
        let rules = if self.is_one_way { self.rules.one_way() } else { self.rules };
        for chunk in Chunks(0, text) {
            self.detect(&text[chunk.clone()], block);
            if self.pieces.is_empty() {
                continue;
            }
            out.reserve(chunk.end - written + chunk.len() / 2);
            out.extend_from_slice(&text[written..chunk.start]);
            emit(&text[chunk.clone()], &self.pieces, &rules, self.sealer.as_mut(), out);
            written = chunk.end;
        }
        if written > 0 {
            out.extend_from_slice(&text[written..]);
        }
        written > 0
    }

    /// What would be replaced in `text`, in order.
    pub fn find(&mut self, text: &[u8]) -> Vec<Span> {
        let (mut found, mut block) = (Vec::new(), Block::default());
        for chunk in Chunks(0, text) {
            self.detect(&text[chunk.clone()], &mut block);
            let moved = |span: Span| Span { start: span.start + chunk.start, end: span.end + chunk.start, ..span };
            found.extend(self.pieces.iter().map(|piece| moved(piece.span)));
        }
        found
    }

    /// Fills `pieces` with what is to be replaced in whole lines.
    fn detect(&mut self, text: &[u8], block: &mut Block) {
        self.spans.clear();
        self.finder.find(text, block, &mut self.spans);
        self.pieces.clear();
        if self.spans.is_empty() {
            return;
        }
        self.find_sealed(text);
        resolve(text, &mut self.spans, &self.sealed, &mut self.pieces);
    }

    fn find_sealed(&mut self, text: &[u8]) {
        self.sealed.clear();
        let mut at = 0;
        while let Some((start, end)) = format::find(text, at) {
            self.sealed.push(start..end);
            at = end;
        }
    }
}

/// Whole lines of at least [`CHUNK`] bytes together; the last chunk may lack its line feed.
struct Chunks<'a>(usize, &'a [u8]);

impl Iterator for Chunks<'_> {
    type Item = Range;

    fn next(&mut self) -> Option<Range> {
        let (start, text) = (self.0, self.1);
        if start == text.len() {
            return None;
        }
        let least = text.len().min(start + CHUNK);
        let end = memchr::memrchr(b'\n', &text[start..least])
            .map(|index| start + index + 1)
            .or_else(|| memchr::memchr(b'\n', &text[least..]).map(|index| least + index + 1))
            .filter(|_| least < text.len())
            .unwrap_or(text.len());
        self.0 = end;
        Some(start..end)
    }
}

/// Masks a stream: holds back its unfinished last line, and remembers an open private key block.
#[derive(Default)]
pub struct Stream {
    held: Vec<u8>,
    block: Block,
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
        self.block = Block::default();
    }

    fn write(&mut self, masker: &mut Masker, lines: &[u8], out: &mut Vec<u8>) {
        if !masker.mask_lines(lines, &mut self.block, out) {
            out.extend_from_slice(lines);
        }
    }
}
