//! The second look: masking what was masked has to change nothing, so a replacement must not uncover what its value had hidden
//! (`name=Bob 4111...` or an address that ended in a card). Before a line is written for good it is masked on trial and looked at
//! again; what is found then joins the pieces it came from. Only lines in which a piece touches other text are looked at twice.
//!
//! What is promised. A line looked at here comes to rest: masking it again changes nothing. A line whose pieces all stand free is
//! written after one look. Masking it again never brings a value back, and may hide more in one case: the replacement stands in text
//! that decided against another value, as a part of the word after `password` or `user` in a sentence (`password a|192.0.2.7`), in
//! the word before a number (`Token =version 192.0.2.7`) or in a value too long to be one. As each masking only hides more, such a
//! line comes to rest as well, nearly always at the second masking. Of texts made of nothing but keys, values and separators drawn by
//! lot, about one in 20,000 is such a line; a look at every line that has a finding would double what they cost.
//! A long line that is hardly anything but pieces is replaced as a whole instead of being looked at again (`is_crowded`).
//! `rust/fuzz/src/mask.rs` holds all of this against arbitrary texts.

use crate::detect::Span;
use crate::detect::csv::Header;
use crate::detect::detector::Detector;
use crate::detect::kinds::private_key::Block;
use crate::detect::resolve::{Piece, union};
use crate::detect::text::{Range, back, before, byte, is_word, line_end, skip};
use crate::emit::{Placed, emit};
use crate::ruleset::Ruleset;
use crate::seal::Sealer;

/// A line that has not come to rest after so many looks is replaced as a whole.
const LOOKS: usize = 4;

/// So many pieces of a line that are this many bytes apart, or less, are no text that somebody reads.
const CROWD: usize = 4096;
const APART: usize = 8;

/// Looks again at lines; keeps its buffers.
#[derive(Default)]
pub struct Settler {
    detector: Detector,
    masked: Vec<u8>,
    placed: Vec<Placed>,
    line: Vec<Piece>,
    kept: Vec<Piece>,
}

impl Settler {
    /// Extends `pieces` until a second pass over the masked text would find nothing.
    ///
    /// `by_rules`: something was found by rules of the user's own, which may match anything; then each of these lines is looked at
    /// again, and not only those in which a piece touches other text.
    pub fn settle(
        &mut self,
        text: &[u8],
        pieces: &mut Vec<Piece>,
        by_rules: bool,
        rules: &Ruleset,
        mut sealer: Option<&mut Sealer>,
    ) {
        if !by_rules && pieces.iter().all(|piece| stands_free(text, piece)) {
            return;
        }
        self.kept.clear();
        let mut rest = pieces.as_slice();
        while let Some(first) = rest.first() {
            let end = content_end(text, first.span.start);
            let (line, after) = rest.split_at(rest.partition_point(|piece| piece.span.start < end).max(1));
            self.line.clear();
            self.line.extend_from_slice(line);
            if by_rules || line.iter().any(|piece| !stands_free(text, piece)) {
                let start = memchr::memrchr(b'\n', &text[..first.span.start]).map_or(0, |index| index + 1);
                if is_crowded(&self.line, end - start) {
                    self.whole(start..end);
                } else {
                    self.line(text, start..end, None, rules, sealer.as_deref_mut());
                }
            }
            self.kept.append(&mut self.line);
            rest = after;
        }
        core::mem::swap(pieces, &mut self.kept);
    }

    /// As [`Settler::settle`], for one line where key blocks are about: always looked at twice. `block` is the state before the
    /// line; returns the state after it when it is masked.
    pub fn settle_block(
        &mut self,
        text: &[u8],
        block: Block,
        pieces: &mut Vec<Piece>,
        rules: &Ruleset,
        sealer: Option<&mut Sealer>,
    ) -> Block {
        core::mem::swap(pieces, &mut self.line);
        let after = self.line(text, 0..content_end(text, 0), Some(block), rules, sealer);
        core::mem::swap(pieces, &mut self.line);
        after.unwrap_or_default()
    }

    /// Brings one line to rest; returns the state of key blocks after it.
    fn line(
        &mut self,
        text: &[u8],
        line: Range,
        block: Option<Block>,
        rules: &Ruleset,
        mut sealer: Option<&mut Sealer>,
    ) -> Option<Block> {
        for _ in 0..LOOKS {
            self.masked.clear();
            self.placed.clear();
            let placed = Some(&mut self.placed);
            emit(text, line.clone(), &self.line, rules, sealer.as_deref_mut(), &mut self.masked, placed);
            let mut after = block;
            self.detector.detect(&self.masked, after.as_mut(), &mut Header::none(), rules);
            if self.detector.pieces.is_empty() {
                return after;
            }
            let found = self.detector.pieces.iter().map(|piece| original(&self.placed, &line, piece));
            take_in(&mut self.line, found);
        }
        self.whole(line);
        None
    }

    /// Replaces the line as a whole, under its most sensitive name.
    fn whole(&mut self, line: Range) {
        let holds_sealed = self.line.iter().any(|piece| piece.holds_sealed);
        let Some(kind) = self.line.iter().map(|piece| piece.span.kind).max_by_key(|kind| kind.sensitivity()) else {
            return;
        };
        self.line.clear();
        self.line.push(Piece { span: Span { start: line.start, end: line.end, kind }, holds_sealed, is_joined: true });
    }
}

/// Whether a line of so many bytes is made of hardly anything but pieces, so that it is replaced as a whole and not looked at again.
const fn is_crowded(line: &[Piece], length: usize) -> bool {
    line.len() > CROWD && length / line.len() < APART
}

/// The end of the line of `from`, without a carriage return: the line end stays whatever becomes of the line.
fn content_end(text: &[u8], from: usize) -> usize {
    let end = line_end(text, from);
    end - usize::from(before(text, end) == b'\r' && end > from)
}

/// Whether a piece is one finding, and nothing that a detector would join to it stands directly before or after.
fn stands_free(text: &[u8], piece: &Piece) -> bool {
    let (left, right) = (before(text, piece.span.start), byte(text, piece.span.end));
    let is_left = left.is_ascii_whitespace()
        || b"\"'([{<>,;=&?/|".contains(&left)
        || left == b':' && !is_group(text, piece.span.start - 1);
    let is_right = right.is_ascii_whitespace()
        || b"\")]}>,;&|?/\\".contains(&right)
        || right == b'\'' && !is_word(byte(text, piece.span.end + 1));
    !piece.is_joined && is_left && (is_right || right == b':' && is_port(text, piece.span.end + 1))
}

/// Whether what stands before a colon is a group of an address: digits after another colon.
fn is_group(text: &[u8], colon: usize) -> bool {
    let start = back(text, colon, colon.saturating_sub(4), |b| b.is_ascii_hexdigit());
    before(text, start) == b':'
}

/// Whether what follows a colon is a port or other text, and no group of an address.
fn is_port(text: &[u8], at: usize) -> bool {
    // `192.0.2.7://`: a sealed value would be the scheme of a URL.
    if text[at.min(text.len())..].starts_with(b"//") {
        return false;
    }
    let end = skip(&text[..text.len().min(at + 6)], at.min(text.len()), |b| b.is_ascii_digit());
    !matches!(byte(text, end), b':' | b'a'..=b'f' | b'A'..=b'F' | b'0'..=b'9')
}

/// What was found in a masked line, as a piece of the line before masking: whole replacements go back to what they stand for.
fn original(placed: &[Placed], line: &Range, found: &Piece) -> Piece {
    let at = |position: usize, is_start: bool| {
        let index = placed.partition_point(|one| if is_start { one.to.end <= position } else { one.to.end < position });
        match placed.get(index).filter(|one| one.to.start < position || is_start && one.to.start == position) {
            Some(one) => {
                if is_start {
                    one.from.start
                } else {
                    one.from.end
                }
            }
            None => index
                .checked_sub(1)
                .map_or(line.start + position, |last| placed[last].from.end + position - placed[last].to.end),
        }
    };
    let mut piece = *found;
    (piece.span.start, piece.span.end) = (at(found.span.start, true), at(found.span.end, false));
    piece.holds_sealed = false;
    piece
}

/// Adds pieces in order to a line's, which stay in order and disjoint. Sorting two runs that are in order takes linear time.
fn take_in(line: &mut Vec<Piece>, found: impl Iterator<Item = Piece>) {
    line.extend(found);
    line.sort_by_key(|piece| (piece.span.start, piece.span.end));
    line.dedup_by(|next, piece| {
        let joins = next.span.start <= piece.span.end;
        if joins {
            piece.span = union(piece.span, next.span);
            (piece.holds_sealed, piece.is_joined) = (piece.holds_sealed | next.holds_sealed, true);
        }
        joins
    });
}
