//! The three steps of detection in a row, with the buffers they fill.

use super::Span;
use super::candidates;
use super::csv::Header;
use super::kinds::private_key::{self, Block};
use super::resolve::{Piece, resolve};
use super::text::Range;
use crate::rules::run::Scratch;
use crate::ruleset::Ruleset;
use crate::seal::format;

/// Finds what is to be replaced; keeps its buffers from text to text.
#[derive(Default)]
pub struct Detector {
    spans: Vec<Span>,
    sealed: Vec<Range>,
    scratch: Scratch,
    /// Whether rules of the user's own found something in the last text.
    pub has_own: bool,
    /// What the last text had: disjoint and in order.
    pub pieces: Vec<Piece>,
}

impl Detector {
    /// Fills `pieces` with what is to be replaced in whole lines; `block` carries an open key block along, or is `None` where there is
    /// none; `header` the columns of a table. `rules` add findings and drop some. Returns whether a key block may begin in the text.
    pub fn detect(&mut self, text: &[u8], block: Option<&mut Block>, header: &mut Header, rules: &Ruleset) -> bool {
        self.spans.clear();
        let has_rules = candidates::find(text, block, header, &mut self.spans);
        self.has_own = rules.apply(text, &mut self.scratch, &mut self.spans);
        self.pieces.clear();
        if !self.spans.is_empty() {
            self.find_sealed(text);
            resolve(text, &mut self.spans, &self.sealed, &mut self.pieces);
        }
        has_rules && private_key::is_named(text)
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
